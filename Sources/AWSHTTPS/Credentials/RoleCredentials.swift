import AWS
import Foundation
import JSONDocument
import Providers

/// Credentials of a role, by other credentials or by a token (STS `AssumeRole`, `AssumeRoleWithWebIdentity`).
struct RoleCredentials: Sendable {
  let region: String
  let sender: any HTTPSender
  let sts: @Sendable (_ region: String) throws(AWSError) -> Place
  let clock: any AWSClock

  func assumed(
    _ role: String, by source: Credentials, session: String?, externalId: String?, seconds: Int?, named origin: String
  ) async throws(AWSError) -> Credentials {
    var input: JSON = ["RoleArn": .string(role), "RoleSessionName": .string(await name(session))]
    input["ExternalId"] = externalId.map { .string($0) }
    input["DurationSeconds"] = seconds.map { .int($0) }
    return try await call("AssumeRole", input, role, signedBy: source, named: origin)
  }

  /// The call is not signed: the token proves who asks.
  func byToken(
    _ role: String, tokenFile: String, session: String?, named origin: String
  ) async throws(AWSError) -> Credentials {
    guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: tokenFile)) else {
      throw .settings(
        "the file \"\(tokenFile)\" cannot be read; credentials come from it, as a token (AWS_WEB_IDENTITY_TOKEN_FILE, "
          + "web_identity_token_file)")
    }
    let token = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    guard !token.isEmpty else { throw .settings("the file \"\(tokenFile)\" is empty; it should hold the token of a role") }
    let input: JSON = [
      "RoleArn": .string(role), "RoleSessionName": .string(await name(session)), "WebIdentityToken": .string(token),
    ]
    return try await call("AssumeRoleWithWebIdentity", input, role, signedBy: nil, named: origin)
  }

  private func name(_ session: String?) async -> String {
    if let session { return session }
    return "reconcile-\(Int(await clock.now()))"
  }

  private func call(
    _ operation: String, _ input: JSON, _ role: String, signedBy source: Credentials?, named origin: String
  ) async throws(AWSError) -> Credentials {
    let place = try sts(region)
    let request = AWSRequest(.sts, operation, input)
    var http = CallText(request: request, place: place).http
    if let source {
      http = Signature(
        credentials: source, region: place.signingRegion, service: AWSRequest.Service.sts.signingName, time: await clock.now()
      ).signing(http)
    }
    let answer: HTTPAnswer
    do throws(HTTPFailure) {
      answer = try await sender.send(http)
    } catch {
      throw .unreachable("\(operation): \(error.message) (\(place.host))", isCertain: true)
    }
    let text = AnswerText(request: request, http: answer)
    guard answer.isSuccess else { throw Self.refusal(text.error, operation) }
    let found = try text.read()["Credentials"]
    guard let key = found?["AccessKeyId"]?.stringValue, let secret = found?["SecretAccessKey"]?.stringValue else {
      throw AWSError(code: LocalErrorCode.badAnswer, message: "\(operation): the answer holds no credentials")
    }
    return Credentials(
      accessKey: key, secretKey: secret, token: found?["SessionToken"]?.stringValue,
      expiry: found?["Expiration"]?.stringValue.flatMap(APITime.seconds), origin: "role \(role) by \(origin)")
  }

  /// Our own request was not sent then. The code says nothing about what it asked for.
  static func refusal(_ error: AWSError, _ operation: String) -> AWSError {
    guard !error.code.contains("Thrott") else { return error }
    let isRefused = ["AccessDenied", "InvalidIdentityToken", "ValidationError"].contains(error.code)
    return AWSError(
      code: isRefused ? LocalErrorCode.roleRefused : LocalErrorCode.noCredentials,
      message: "\(operation): \(error.code): \(error.message)")
  }
}
