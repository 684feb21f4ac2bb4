import AWS
import Platform
import Providers
import Resources

/// Where each service is reached: as the environment's files say, as a variable, the profile, or the rules of AWS say.
struct Places: Sendable {
  let region: String
  let endpoint: String?
  let profile: String
  let variables: ProcessEnvironment
  let files: SharedConfiguration
  let endpoints: Endpoints

  func place(of service: AWSRequest.Service, in region: String) throws(AWSError) -> Place {
    // It becomes a part of a host's name.
    guard !region.isEmpty, region.utf8.allSatisfy({ ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D })
    else { throw AWSError(code: LocalErrorCode.invalidInput, message: "\"\(region)\" is no region of AWS") }
    if let url = endpoint ?? declared(service) {
      guard let place = Place(url: url, signingRegion: region) else {
        throw AWSError(code: LocalErrorCode.invalidInput, message: "Invalid endpoint: \(url)")
      }
      return place
    }
    guard let place = endpoints.place(of: service.rawValue, in: region) else {
      throw AWSError(
        code: LocalErrorCode.invalidInput, message: "Invalid endpoint: \(service.rawValue) has none of this kind in \(region)")
    }
    return place
  }

  private func declared(_ service: AWSRequest.Service) -> String? {
    guard variables["AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"]?.lowercased() != "true" else { return nil }
    return variables["AWS_ENDPOINT_URL_\(service.modelName)"] ?? variables["AWS_ENDPOINT_URL"]
      ?? files.endpoint(of: service.modelName, profile: profile)
  }
}

extension Place {
  var isOfThisMachine: Bool { Endpoint.isLoopback("\(scheme)://\(host)") }
}
