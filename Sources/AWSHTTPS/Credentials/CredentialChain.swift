import AWS
import JSONDocument
import Platform
import Providers

/// Looks for credentials where the `aws` program looks for them, and in its order (botocore 1.43 `credentials.py`): variables,
/// a role of the profile, a role by a token, single sign-on, keys in files, a program, a container's address, the instance.
struct CredentialChain: Sendable {
  let variables: ProcessEnvironment
  let files: SharedConfiguration
  let region: String
  /// As the environment's files name it; nil: as the variables do, or `default`.
  let profile: String?
  let sender: any HTTPSender
  let sts: @Sendable (_ region: String) throws(AWSError) -> Place
  let endpoints: Endpoints
  let clock: any AWSClock

  private var profileName: String { profile ?? variables["AWS_PROFILE"] ?? variables["AWS_DEFAULT_PROFILE"] ?? "default" }
  private var isProfileNamed: Bool { profileName != "default" }

  func find() async throws(AWSError) -> Credentials {
    if profile == nil, let found = try fromVariables() { return found }
    if isProfileNamed, files.profiles[profileName] == nil {
      throw AWSError(
        code: LocalErrorCode.profileMissing,
        message: "The config profile (\(profileName)) is neither in \(files.configPath) nor in \(files.credentialsPath)")
    }
    if let found = try await ofProfile(profileName, visited: []) { return found }
    if profile == nil, let found = try await byVariablesToken() { return found }
    let services = ServiceCredentials(variables: variables, sender: sender, clock: clock)
    if let found = try await services.container() { return found }
    if let found = try await services.instance() { return found }
    throw AWSError(
      code: LocalErrorCode.noCredentials,
      message: "there are none in AWS_ACCESS_KEY_ID and AWS_WEB_IDENTITY_TOKEN_FILE, in profile \"\(profileName)\" of "
        + "\(files.configPath) and \(files.credentialsPath), from a container, or from the instance")
  }

  // MARK: Variables

  private func fromVariables() throws(AWSError) -> Credentials? {
    guard let key = variables["AWS_ACCESS_KEY_ID"] else { return nil }
    guard let secret = variables["AWS_SECRET_ACCESS_KEY"] else {
      throw .settings("Partial credentials found: AWS_ACCESS_KEY_ID is set, and AWS_SECRET_ACCESS_KEY is not")
    }
    return Credentials(
      accessKey: key, secretKey: secret, token: variables["AWS_SESSION_TOKEN"] ?? variables["AWS_SECURITY_TOKEN"],
      origin: "AWS_ACCESS_KEY_ID")
  }

  private func byVariablesToken() async throws(AWSError) -> Credentials? {
    guard let file = variables["AWS_WEB_IDENTITY_TOKEN_FILE"] else { return nil }
    guard let role = variables["AWS_ROLE_ARN"] else {
      throw .settings("AWS_WEB_IDENTITY_TOKEN_FILE is set, and AWS_ROLE_ARN is not")
    }
    return try await roles.byToken(
      role, tokenFile: file, session: variables["AWS_ROLE_SESSION_NAME"], named: "AWS_WEB_IDENTITY_TOKEN_FILE")
  }

  private var roles: RoleCredentials { RoleCredentials(region: region, sender: sender, sts: sts, clock: clock) }

  // MARK: Profiles

  /// Nil: the profile says nothing of credentials.
  private func ofProfile(_ name: String, visited: Set<String>) async throws(AWSError) -> Credentials? {
    guard let values = files.profiles[name] else { return nil }
    let isKeyOwner = values["aws_access_key_id"] != nil
    if let role = values["role_arn"], values["web_identity_token_file"] == nil, !(visited.contains(name) && isKeyOwner) {
      return try await roleOfProfile(role, name, values, visited: visited)
    }
    if let role = values["role_arn"], let file = values["web_identity_token_file"] {
      return try await roles.byToken(role, tokenFile: file, session: values["role_session_name"], named: "profile \"\(name)\"")
    }
    if values["sso_start_url"] != nil || values["sso_session"] != nil {
      return try await SignOnCredentials(
        variables: variables, files: files, sender: sender, endpoints: endpoints, clock: clock
      ).credentials(of: name, values)
    }
    if values["login_session"] != nil {
      return try await ProcessCredentials(exportedFor: name, variables: variables).credentials()
    }
    if let key = values["aws_access_key_id"] {
      guard let secret = values["aws_secret_access_key"] else {
        throw .settings("Partial credentials found: profile \"\(name)\" has aws_access_key_id and no aws_secret_access_key")
      }
      return Credentials(
        accessKey: key, secretKey: secret, token: values["aws_session_token"], origin: "profile \"\(name)\"")
    }
    if let command = values["credential_process"] {
      return try await ProcessCredentials(command: command, profile: name, variables: variables).credentials()
    }
    return nil
  }

  private func roleOfProfile(
    _ role: String, _ name: String, _ values: [String: String], visited: Set<String>
  ) async throws(AWSError) -> Credentials {
    if values["mfa_serial"] != nil { return try await byCode(name) }
    let source: Credentials?
    switch (values["source_profile"], values["credential_source"]) {
    case (nil, nil):
      throw .settings("profile \"\(name)\" has role_arn and neither source_profile nor credential_source")
    case (.some, .some): throw .settings("profile \"\(name)\" contains both source_profile and credential_source")
    case (let other?, nil):
      guard files.profiles[other] != nil else {
        throw AWSError(
          code: LocalErrorCode.profileMissing,
          message: "The source_profile \"\(other)\" of profile \"\(name)\" is in no file")
      }
      guard !visited.contains(name) else {
        throw .settings("Infinite loop in credential configuration: profile \"\(name)\" is its own source")
      }
      source = try await ofProfile(other, visited: visited.union([name]).union(other == name ? [other] : []))
    case (nil, let place?): source = try await ofSource(place, name)
    }
    guard let source else { throw .settings("The source profile of \"\(name)\" has no credentials") }
    return try await roles.assumed(
      role, by: source, session: values["role_session_name"], externalId: values["external_id"],
      seconds: values["duration_seconds"].flatMap { Int($0) }, named: "profile \"\(name)\"")
  }

  /// Nobody is asked for a code here. `aws` keeps a session that began with one, for as long as it lasts.
  private func byCode(_ name: String) async throws(AWSError) -> Credentials {
    do throws(AWSError) {
      return try await ProcessCredentials(exportedFor: name, variables: variables).credentials()
    } catch {
      throw AWSError(
        code: LocalErrorCode.codeNeeded,
        message: "Enter MFA code for profile \"\(name)\": nobody can be asked for it here, and \(error.message)")
    }
  }

  private func ofSource(_ source: String, _ name: String) async throws(AWSError) -> Credentials? {
    let services = ServiceCredentials(variables: variables, sender: sender, clock: clock)
    switch source.lowercased() {
    case "environment": return try fromVariables()
    case "ecscontainer": return try await services.container()
    case "ec2instancemetadata": return try await services.instance()
    default: throw .settings("The credential source \"\(source)\" of profile \"\(name)\" is none that is known")
    }
  }
}

extension AWSError {
  /// What a profile or a variable says of credentials does not work.
  static func settings(_ message: String) -> AWSError { AWSError(code: LocalErrorCode.credentialSettings, message: message) }
}
