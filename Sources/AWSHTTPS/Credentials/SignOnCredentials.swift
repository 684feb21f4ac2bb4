import AWS
import Foundation
import JSONDocument
import Platform
import Providers

/// Credentials of IAM Identity Center, by the token that `aws sso login` left in its cache ("IAM Identity Center credential
/// provider", AWS SDKs and tools reference guide).
struct SignOnCredentials: Sendable {
  let variables: ProcessEnvironment
  let files: SharedConfiguration
  let sender: any HTTPSender
  let endpoints: Endpoints
  let clock: any AWSClock

  func credentials(of profile: String, _ values: [String: String]) async throws(AWSError) -> Credentials {
    var settings = values
    if let session = values["sso_session"] {
      guard let shared = files.sessions[session] else {
        throw AWSError(
          code: LocalErrorCode.profileMissing,
          message: "The specified sso-session does not exist: \"\(session)\" in \(files.configPath)")
      }
      settings.merge(shared) { own, _ in own }
    }
    guard let start = settings["sso_start_url"], let region = settings["sso_region"], let account = settings["sso_account_id"],
      let role = settings["sso_role_name"]
    else {
      throw .settings(
        "profile \"\(profile)\" needs sso_start_url, sso_region, sso_account_id and sso_role_name for single sign-on")
    }
    let token = try await token(for: start, profile)
    guard let place = endpoints.place(of: "sso", in: region) else {
      throw .settings("there is no portal of IAM Identity Center in \(region)")
    }
    var request = HTTPRequest(
      method: "GET", scheme: place.scheme, host: place.host, path: "/federation/credentials",
      query: [("role_name", URLText.encoded(role)), ("account_id", URLText.encoded(account))])
    request.set("x-amz-sso_bearer_token", token)
    let answer: HTTPAnswer
    do throws(HTTPFailure) {
      answer = try await sender.send(request)
    } catch {
      throw .unreachable("GetRoleCredentials: \(error.message) (\(place.host))", isCertain: true)
    }
    guard answer.isSuccess else {
      let error = AnswerText(request: AWSRequest(.sts, "GetRoleCredentials", [:]), http: answer).error
      throw RoleCredentials.refusal(error, "GetRoleCredentials")
    }
    let found = JSON.parse(answer.body).document?["roleCredentials"]
    guard let key = found?["accessKeyId"]?.stringValue, let secret = found?["secretAccessKey"]?.stringValue else {
      throw AWSError(code: LocalErrorCode.badAnswer, message: "GetRoleCredentials: the answer holds no credentials")
    }
    return Credentials(
      accessKey: key, secretKey: secret, token: found?["sessionToken"]?.stringValue,
      expiry: found?["expiration"]?.numberValue.map { $0.doubleValue / 1000 }, origin: "single sign-on of profile \"\(profile)\"")
  }

  /// The newest one in the cache that is for this portal and has not ended.
  private func token(for start: String, _ profile: String) async throws(AWSError) -> String {
    let folder = (variables["HOME"] ?? "") + "/.aws/sso/cache"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    var best: (token: String, expiry: Double)?
    for name in names where name.hasSuffix(".json") {
      guard let bytes = FileManager.default.contents(atPath: "\(folder)/\(name)"), bytes.count < 1 << 20,
        let document = JSON.parse(Array(bytes)).document, document["startUrl"]?.stringValue == start,
        let token = document["accessToken"]?.stringValue,
        let expiry = (document["expiresAt"]?.stringValue).flatMap({ APITime.seconds($0.replacing("UTC", with: "Z")) })
      else { continue }
      if expiry > best?.expiry ?? 0 { best = (token, expiry) }
    }
    guard let best, best.expiry > (await clock.now()) + 60 else {
      throw AWSError(
        code: LocalErrorCode.noCredentials,
        message: "The SSO session of profile \"\(profile)\" has ended or was never begun; run: aws sso login --profile \(profile)"
      )
    }
    return best.token
  }
}
