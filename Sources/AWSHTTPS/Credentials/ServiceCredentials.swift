import AWS
import Foundation
import JSONDocument
import Platform
import Providers

/// Credentials that the place where the program runs gives it: a task of ECS, a build of CodeBuild, a pod of EKS, an instance of
/// EC2 (AWS SDKs and tools reference guide, "Container credential provider" and "IMDS credential provider").
struct ServiceCredentials: Sendable {
  let variables: ProcessEnvironment
  let sender: any HTTPSender
  let clock: any AWSClock

  // MARK: Containers

  private static let taskHost = "169.254.170.2"

  /// Nil: no variable names an address.
  func container() async throws(AWSError) -> Credentials? {
    let place: Place
    if let path = variables["AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"] {
      place = try named("http://\(Self.taskHost)\(path)")
    } else if let url = variables["AWS_CONTAINER_CREDENTIALS_FULL_URI"] {
      place = try named(url)
      guard place.scheme == "https" || Self.isOfThisPlace(place.host) else {
        throw .settings(
          "AWS_CONTAINER_CREDENTIALS_FULL_URI names \"\(place.host)\" without TLS, which is no address of a container's host")
      }
    } else {
      return nil
    }
    var request = HTTPRequest(method: "GET", scheme: place.scheme, host: place.host, path: place.basePath)
    request.set("Authorization", try containerToken())
    let answer = try await send(request, "the container's credentials")
    return try credentials(in: answer, token: "Token", origin: "the container at \(place.host)")
  }

  private func named(_ url: String) throws(AWSError) -> Place {
    let parts = url.split(separator: "?", maxSplits: 1).map(String.init)
    guard var place = Place(url: parts.first ?? "", signingRegion: "") else {
      throw .settings("\"\(url)\" is no address of credentials")
    }
    if parts.count == 2 { place.basePath += "?\(parts[1])" }
    if place.basePath.isEmpty { place.basePath = "/" }
    return place
  }

  /// Loopback, and the addresses where ECS and EKS give credentials.
  private static func isOfThisPlace(_ host: String) -> Bool {
    let name = host.hasPrefix("[") ? String(host.dropFirst().prefix { $0 != "]" }) : String(host.prefix { $0 != ":" })
    return name == "localhost" || name.hasPrefix("127.")
      || ["::1", "169.254.170.2", "169.254.170.23", "fd00:ec2::23"].contains(name)
  }

  private func containerToken() throws(AWSError) -> String? {
    if let file = variables["AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"] {
      guard let bytes = try? Data(contentsOf: URL(fileURLWithPath: file)) else {
        throw .settings("the file \"\(file)\" of AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE cannot be read")
      }
      return try line(String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines))
    }
    return try variables["AWS_CONTAINER_AUTHORIZATION_TOKEN"].map(line)
  }

  private func line(_ token: String) throws(AWSError) -> String {
    guard !token.contains(where: \.isNewline) else {
      throw .settings("the token of the container's credentials holds a line break")
    }
    return token
  }

  // MARK: Instances

  /// Nil: nobody answers at the address of instances, or it is switched off.
  func instance() async throws(AWSError) -> Credentials? {
    guard variables["AWS_EC2_METADATA_DISABLED"]?.lowercased() != "true" else { return nil }
    let url = variables["AWS_EC2_METADATA_SERVICE_ENDPOINT"] ?? "http://169.254.169.254"
    guard let place = Place(url: url, signingRegion: "") else {
      throw .settings("AWS_EC2_METADATA_SERVICE_ENDPOINT is no address")
    }
    func request(_ method: String, _ path: String) -> HTTPRequest {
      HTTPRequest(method: method, scheme: place.scheme, host: place.host, path: place.basePath + path)
    }
    var asking = request("PUT", "/latest/api/token")
    asking.set("X-aws-ec2-metadata-token-ttl-seconds", "21600")
    asking.set("Content-Type", "text/plain")
    guard let token = try? await sender.send(asking), token.isSuccess else { return nil }
    func get(_ path: String) async -> HTTPAnswer? {
      var reading = request("GET", path)
      reading.set("X-aws-ec2-metadata-token", String(decoding: token.body, as: UTF8.self))
      return try? await sender.send(reading)
    }
    let roles = "/latest/meta-data/iam/security-credentials/"
    guard let listed = await get(roles), listed.isSuccess,
      let role = String(decoding: listed.body, as: UTF8.self).split(whereSeparator: \.isNewline).first,
      let answer = await get(roles + role), answer.isSuccess
    else { return nil }
    return try credentials(in: answer, token: "Token", origin: "the instance's role \(role)")
  }

  // MARK: Answers

  private func send(_ request: HTTPRequest, _ what: String) async throws(AWSError) -> HTTPAnswer {
    let answer: HTTPAnswer
    do throws(HTTPFailure) {
      answer = try await sender.send(request)
    } catch {
      throw AWSError(
        code: LocalErrorCode.noCredentials, message: "\(what) cannot be asked for at \(request.host): \(error.message)")
    }
    guard answer.isSuccess else {
      throw AWSError(code: LocalErrorCode.noCredentials, message: "\(what) were refused with status \(answer.status)")
    }
    return answer
  }

  private func credentials(in answer: HTTPAnswer, token: String, origin: String) throws(AWSError) -> Credentials {
    let document = JSON.parse(answer.body).document
    guard let key = document?["AccessKeyId"]?.stringValue, let secret = document?["SecretAccessKey"]?.stringValue else {
      throw AWSError(code: LocalErrorCode.noCredentials, message: "the answer of \(origin) holds no credentials")
    }
    return Credentials(
      accessKey: key, secretKey: secret, token: document?[token]?.stringValue,
      expiry: document?["Expiration"]?.stringValue.flatMap(APITime.seconds), origin: origin)
  }
}
