package import AWS
package import JSONDocument
package import Platform
import Providers
import Secrets
import Synchronization

/// Calls the AWS API itself, over HTTPS: no process for a call, connections are kept open, many calls side by side.
///
/// Regions, profiles, credentials, endpoints, proxies and certificates are looked for where the `aws` program looks for them,
/// so whatever works for `aws` in this shell works here. Like every client it tries nothing again, but for one thing: a call
/// that was refused because this machine's clock is wrong is signed anew by the server's.
package struct HTTPSClient: RemoteClient {
  private let region: String
  private let endpoint: String?
  private let profile: String
  private let variables: ProcessEnvironment
  private let files: SharedConfiguration
  private let endpoints: Endpoints
  private let sender: any HTTPSender
  private let credentials: CredentialStore
  private let skew = Skew()
  package let clock: any AWSClock

  /// - `profile`, `endpoint`: when nil, what variables and the configuration of `aws` say.
  /// - `variables`: those of this process, or others in their place.
  /// - `speed`: seconds of the cloud's time in one of ours; see `reachesThisMachineOnly` before it is anything but 1.
  package init(
    region: String, profile: String? = nil, endpoint: String? = nil, variables: ProcessEnvironment = ProcessEnvironment(),
    speed: Double = 1
  ) {
    let files = SharedConfiguration(variables)
    let name = profile ?? variables["AWS_PROFILE"] ?? variables["AWS_DEFAULT_PROFILE"] ?? "default"
    let values = files.profiles[name] ?? [:]
    let endpoints = Endpoints(
      isFIPS: Self.isOn(variables["AWS_USE_FIPS_ENDPOINT"] ?? values["use_fips_endpoint"]),
      isDualStack: Self.isOn(variables["AWS_USE_DUALSTACK_ENDPOINT"] ?? values["use_dualstack_endpoint"]))
    let settings = HTTPSettings(
      certificates: variables["AWS_CA_BUNDLE"] ?? values["ca_bundle"] ?? variables["REQUESTS_CA_BUNDLE"])
    let sender = TransferLoop(settings)
    // Tokens end in the time of this machine, whatever the time of the cloud is.
    let machine = MachineClock()
    let places = Places(
      region: region, endpoint: endpoint, profile: name, variables: variables, files: files, endpoints: endpoints)
    self.region = region
    self.endpoint = endpoint
    self.profile = name
    self.variables = variables
    self.files = files
    self.endpoints = endpoints
    self.sender = sender
    self.places = places
    credentials = CredentialStore(
      CredentialChain(
        variables: variables, files: files, region: region, profile: profile,
        sender: TransferLoop(HTTPSettings(connectSeconds: 2, answerSeconds: 30, certificates: settings.certificates)),
        sts: { region throws(AWSError) in try places.place(of: .sts, in: region) }, endpoints: endpoints, clock: machine),
      clock: machine)
    clock = MachineClock(speed: speed)
  }

  private let places: Places

  private static func isOn(_ value: String?) -> Bool { value?.lowercased() == "true" }

  package var reachesThisMachineOnly: Bool {
    guard let place = try? places.place(of: .ecs, in: region), place.isNamed else { return false }
    return place.isOfThisMachine
  }

  /// Throws why there are none.
  package func credentialOrigin() async throws(AWSError) -> String? {
    try Self.checkLibrary()
    return try await credentials.current().origin
  }

  private static func checkLibrary() throws(AWSError) {
    guard let problem = TransferLoop.problem else { return }
    throw AWSError(code: LocalErrorCode.libraryMissing, message: "libcurl cannot be loaded: \(problem)")
  }

  package func call(_ request: AWSRequest) async throws(AWSError) -> JSON {
    if request.service == .s3, !ObjectText.knows(request.operation) {
      throw AWSError(code: LocalErrorCode.invalidInput, message: "\(request.operation) of S3 is not written over HTTPS")
    }
    try Self.checkLibrary()
    let place = try places.place(of: request.service, in: region)
    let credentials = try await credentials.current()
    let plain = CallText(request: request, place: place).http
    var answer = try await send(plain, request, place, credentials)
    if let offset = Skew.shown(by: answer, at: await MachineClock().now()),
      Self.isAboutTime(AnswerText(request: request, http: answer).error)
    {
      skew.set(offset)
      answer = try await send(plain, request, place, credentials)
    }
    do throws(AWSError) {
      return try AnswerText(request: request, http: answer).read()
    } catch {
      let secrets = SecretTexts(of: request.input)
      throw AWSError(code: error.code, message: secrets.masking(error.message), isCertain: error.isCertain)
    }
  }

  private func send(
    _ plain: HTTPRequest, _ request: AWSRequest, _ place: Place, _ credentials: Credentials
  ) async throws(AWSError) -> HTTPAnswer {
    let signature = Signature(
      credentials: credentials, region: place.signingRegion, service: request.service.signingName,
      time: await MachineClock().now() + skew.seconds)
    do throws(HTTPFailure) {
      return try await sender.send(signature.signing(plain))
    } catch {
      switch error.kind {
      case .cancelled: throw AWSError(code: LocalErrorCode.cancelled, message: error.message, isCertain: error.isCertain)
      case .unreachable: throw .unreachable("\(error.message) (\(plain.host))", isCertain: error.isCertain)
      case .tooMuch: throw AWSError(code: LocalErrorCode.badAnswer, message: error.message, isCertain: false)
      }
    }
  }

  private static func isAboutTime(_ error: AWSError) -> Bool {
    ["RequestTimeTooSkewed", "RequestExpired", "RequestInTheFuture"].contains(error.code)
      || (["InvalidSignatureException", "SignatureDoesNotMatch", "AuthFailure"].contains(error.code)
        && (error.message.contains("expired") || error.message.contains("not yet current")))
  }
}

/// How far the servers' clock is ahead of this machine's, in seconds.
private final class Skew: Sendable {
  private let offset = Mutex(0.0)

  var seconds: Double { offset.withLock { $0 } }

  func set(_ seconds: Double) { offset.withLock { $0 = seconds } }

  /// Nil where the answer is no refusal, or says no other time than ours.
  static func shown(by answer: HTTPAnswer, at now: Double) -> Double? {
    guard (400..<500).contains(answer.status), let date = answer.headers["date"].flatMap(AWSTime.seconds(ofHTTPDate:)),
      abs(date - now) > 240
    else { return nil }
    return date - now
  }
}
