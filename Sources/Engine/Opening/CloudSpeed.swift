import AWS
import Diagnostics
import Platform

/// `RECONCILE_CLOUD_SPEED`: the `-speed` of the served cloud that the calls go to, so that waits are as much shorter.
///
/// Only for a cloud on this machine: AWS is never asked more often because a variable was left over.
enum CloudSpeed {
  static func client(
    _ variables: ProcessEnvironment, making client: (_ speed: Double) -> any RemoteClient
  ) throws(EngineError) -> any AWSClient {
    let variable = OwnVariable.cloudSpeed.rawValue
    guard let text = variables[.cloudSpeed] else { return client(1) }
    guard let speed = Double(text), (0.01...10_000).contains(speed) else {
      throw refusal("\(variable) is \"\(text)\"; it must be 0.01 to 10000", fix: "write the -speed of the served cloud")
    }
    let fast = client(speed)
    guard fast.reachesThisMachineOnly else {
      throw refusal(
        "\(variable) is set, and no endpoint on this machine: calls would go to AWS, whose time nothing makes faster",
        fix: "unset it, or set AWS_ENDPOINT_URL to the address of `reconcile simulate -listen`")
    }
    return fast
  }

  private static func refusal(_ words: String, fix: String) -> EngineError {
    .findings([Diagnostic(.error, "cloud-speed", words, fix: fix)])
  }
}
