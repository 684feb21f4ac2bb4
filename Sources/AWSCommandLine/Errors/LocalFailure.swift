import Providers

/// Texts of the `aws` program about what never reached AWS, or got lost on the way (botocore's `exceptions.py`; seen with
/// 1.45.11 and 2.9.19). The first match wins.
struct LocalFailure: Sendable {
  var words: String
  var code: String
  /// The call was certainly not carried out.
  var isCertain = true

  static let all: [LocalFailure] = profiles + settings + codes + credentials + connection + usage

  private static let profiles = [
    "The config profile (", "The source_profile", "The specified sso-session does not exist",
  ].map { LocalFailure(words: $0, code: LocalErrorCode.profileMissing) }

  private static let settings = [
    "Partial credentials found", "The source profile", "Infinite loop in credential configuration",
    "contains both source_profile and credential_source", "The credential source \"",
    "No credentials found in credential_source", "has no role ARN configured",
    "Error when retrieving credentials from custom-process",
    "Invalid length for parameter WebIdentityToken",
  ].map { LocalFailure(words: $0, code: LocalErrorCode.credentialSettings) }

  private static let codes = ["Enter MFA code for", "Cannot refresh credentials: MFA token required"].map {
    LocalFailure(words: $0, code: LocalErrorCode.codeNeeded)
  }

  private static let credentials = [
    "Unable to locate credentials", "Error loading SSO Token",
    "The SSO session", "The SSO access token", "Token has expired and refresh failed", "Error when retrieving token from sso",
    "Error when retrieving credentials from", "Credentials were refreshed, but", "Your session has expired",
    "Web Identity Token", "credential_source",
  ].map { LocalFailure(words: $0, code: LocalErrorCode.noCredentials) }

  private static let connection =
    [
      "Could not connect to the endpoint URL", "Connect timeout on endpoint URL", "Failed to connect to proxy URL",
      "SSL validation failed",
    ].map { LocalFailure(words: $0, code: LocalErrorCode.unreachable) }
    + [
      "Read timeout on endpoint URL", "Connection was closed before we received a valid response", "Connection broken",
      "An HTTP Client raised", "Connection aborted", "IncompleteRead",
    ].map { LocalFailure(words: $0, code: LocalErrorCode.unreachable, isCertain: false) }

  private static let usage = [
    "You must specify a region", "Provided region_name", "Bad value for --endpoint-url", "Invalid endpoint",
    "Error parsing parameter", "Unknown options", "Unable to parse config file",
  ].map { LocalFailure(words: $0, code: LocalErrorCode.invalidInput) }
}
