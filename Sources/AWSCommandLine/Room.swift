package import AWS
package import JSONDocument

package struct AWSCommandLineClient: AWSClient {
  package init(region: String, profile: String? = nil, endpoint: String? = nil) {}
  package func call(_ request: AWSRequest) async throws(AWSError) -> JSON { throw AWSError(code: "ProgramMissing", message: "") }
  package var clock: any AWSClock { C() }
  struct C: AWSClock {
    func now() async -> Double { 0 }
    func sleep(for duration: Duration) async {}
  }
}
