import Diagnostics
import JSONDocument
import Platform
import Resources

/// What `environment.json` says, after its base was laid under it.
struct EnvironmentFile {
  var name: String
  var provider: ProviderSettings
  var cluster: String
  var declaredImages: JSON?
  var tagSettings: JSON?
  var tagVariable: String
  var bootstrapTag: String?
  var pin: ImagePin
  var stateDirectory: String?
  var sharedState: SharedStateSettings?
  var stateEncryption: StateEncryption?
  var ignoreRules: IgnoreRules
  var intendedDifferences: IgnoreRules
  var silencing: Silencing
  var order: JSON?
  var checks: JSON?
  var deletions: [AddressPattern]
  var protected: [AddressPattern]
  var soak: Duration?
  var sensitive: SensitiveDeclarations
  var promotion: PromotionSettings?
  var build: BuildSettings?
  var protection: ProtectionSettings
  var notifications: [NotificationSettings]
  var keepRevisions: Int

  private static let known = [
    "$schema", "//", "name", "description", "extends", "provider", "cluster", "images", "imageTags", "pin",
    "state", "ignore", "validation", "order", "checks", "deletions", "sensitive",
    "preventDestroy", "soak", "promotion", "intendedDifferences", "build", "protection", "notifications", "keepRevisions",
  ]
  private static let reserved = ["hooks", "policies"]

  /// Reads the merged document; nil when the provider cannot be told.
  init?(_ document: JSON, directory: String, path: String, _ run: inout LoadingRun) {
    Self.checkMembers(document, path: path, &run)
    name = Self.text(document, "name", &run) ?? Self.defaultName(directory)
    if !Self.isName(name) {
      run.report(
        .error, "environment-name", "\"\(name)\" cannot be the name of an environment", at: document["name"]?.mark, file: path,
        details: ["Names are small letters, digits and \"-\", beginning with a letter or digit."],
        fix: "set \"name\" in environment.json")
    }
    cluster = Self.text(document, "cluster", &run) ?? ResourceIdentity.defaultCluster
    declaredImages = document["images"]
    tagSettings = document["imageTags"]
    tagVariable = tagSettings.flatMap { Self.text($0, "variable", &run) } ?? "image_tags"
    bootstrapTag = tagSettings.flatMap { Self.text($0, "bootstrap", &run) }
    pin = Self.pin(document, &run)
    order = document["order"].flatMap { $0.isNull ? nil : $0 }
    checks = document["checks"].flatMap { $0.isNull ? nil : $0 }
    deletions = ProtectionReader.patterns(document, "deletions", file: path, &run)
    protected = ProtectionReader.patterns(document, "preventDestroy", file: path, &run)
    soak = Self.soak(document, path, &run)
    stateDirectory = document["state"].flatMap { Self.text($0, "directory", &run) }
    if let state = document["state"] {
      sharedState = StateSettingsReader(state, environment: name, file: path).read(&run)
      stateEncryption = StateEncryptionReader(file: path, directory: directory).read(state["encryption"], &run)
    }
    ignoreRules = IgnoreRules(document["ignore"], &run)
    intendedDifferences = IgnoreRules(document["intendedDifferences"], of: .intendedDifferences, &run)
    silencing = Silencing(document["validation"], &run)
    sensitive = SensitiveDeclarations(document["sensitive"], &run)
    promotion = PromotionReader(file: path).read(document["promotion"], &run)
    build = BuildReader(file: path).read(document["build"], &run)
    protection = ProtectionSettingsReader(file: path).read(document["protection"], &run)
    notifications = NotificationsReader(file: path, directory: directory).read(document["notifications"], &run)
    keepRevisions = Self.keepRevisions(document["keepRevisions"], path, &run)
    guard let provider = Self.provider(document, path: path, &run) else { return nil }
    self.provider = provider
  }

  private static func soak(_ document: JSON, _ path: String, _ run: inout LoadingRun) -> Duration? {
    guard let text = text(document, "soak", &run) else { return nil }
    if let soak = TimeText.duration(text), soak <= .seconds(86400) { return soak }
    run.report(
      .error, "soak-time", "\"soak\" is \"\(text)\"; it must be a time, of a day at most", at: document["soak"]?.mark, file: path,
      fix: "write it as \"90s\", \"2m\" or \"1h\"")
    return nil
  }

  private static func keepRevisions(_ value: JSON?, _ path: String, _ run: inout LoadingRun) -> Int {
    guard let value, !value.isNull else { return EnvironmentSettings.usualRevisions }
    if let number = value.intValue, (1...10_000).contains(number) { return number }
    run.report(
      .error, "keep-revisions", "\"keepRevisions\" is \(value.text()); it is a number of revisions, of one at least",
      at: value.mark,
      file: path, fix: "write \"keepRevisions\": \(EnvironmentSettings.usualRevisions)")
    return EnvironmentSettings.usualRevisions
  }

  private static func pin(_ document: JSON, _ run: inout LoadingRun) -> ImagePin {
    guard let text = text(document, "pin", &run) else { return .tag }
    if let pin = ImagePin(rawValue: text) { return pin }
    run.report(
      .error, "pin-unknown", "\"pin\" is \"\(text)\"; images are pinned to \"tag\" or \"digest\"", at: document["pin"]?.mark,
      fix: "write \"digest\", or remove it")
    return .tag
  }

  private static func provider(_ document: JSON, path: String, _ run: inout LoadingRun) -> ProviderSettings? {
    guard let provider = document["provider"], provider.objectValue != nil else {
      run.report(
        .error, "provider-missing", "\"provider\" is missing", at: document["provider"]?.mark ?? document.mark, file: path,
        fix:
          "add \"provider\": {\"name\": \"\(ProviderName.simulatedAWS)\", \"region\": \"eu-west-1\", \"accountId\": \"111111111111\"}"
      )
      return nil
    }
    var parts: [String: String] = [:]
    for member in ["name", "region", "accountId"] {
      if let value = text(provider, member, &run) {
        parts[member] = value
      } else if provider[member] == nil {
        run.report(
          .error, "provider-incomplete", "the provider has no \"\(member)\"", at: provider.mark, file: path,
          fix: "add \"\(member)\" to \"provider\"")
      }
    }
    guard let name = parts["name"], let region = parts["region"], let account = parts["accountId"] else { return nil }
    guard let knownName = ProviderName(rawValue: name) else {
      let names = ProviderName.allCases.map { "\"\($0)\"" }.joined(separator: " or ")
      run.report(
        .error, "provider-unknown", "no provider is called \"\(name)\"", at: provider["name"]?.mark, fix: "write \(names)")
      return nil
    }
    if account.utf8.count != 12 || !account.allSatisfy(\.isNumber) {
      run.report(
        .error, "account-id", "\"\(account)\" is no AWS account id", at: provider["accountId"]?.mark,
        fix: "write its twelve digits in quotes")
    }
    return ProviderSettings(
      identity: ProviderIdentity(name: knownName, region: region, accountId: account), profile: text(provider, "profile", &run),
      endpoint: text(provider, "endpoint", &run))
  }

  private static func checkMembers(_ document: JSON, path: String, _ run: inout LoadingRun) {
    for member in document.objectValue ?? JSONObject() where !known.contains(member.key) {
      if reserved.contains(member.key) {
        run.report(
          .error, "environment-member-reserved", "\"\(member.key)\" is not supported yet", at: member.mark, file: path,
          details: ["It would be ignored, so it is refused."], fix: "remove it")
      } else if let nearest = Nearest.name(to: member.key, among: known) {
        run.report(
          .error, "environment-member-misspelt", "environment.json knows no \"\(member.key)\"", at: member.mark, file: path,
          fix: "write \"\(nearest)\"")
      } else {
        run.report(
          .warning, "environment-member-unknown", "environment.json knows no \"\(member.key)\"; it is ignored", at: member.mark,
          file: path)
      }
    }
  }

  static func text(_ document: JSON, _ member: String, _ run: inout LoadingRun) -> String? {
    guard let value = document[member], !value.isNull else { return nil }
    if let text = value.stringValue, !text.isEmpty { return text }
    run.report(
      .error, "environment-member-type",
      "\"\(member)\" is \(value.stringValue == nil ? value.kindName : "empty"); it must be a text",
      at: value.mark, fix: "write it in quotes")
    return nil
  }

  private static func defaultName(_ directory: String) -> String {
    Paths.lastPart(directory).lowercased()
  }

  private static func isName(_ text: String) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
    return text.utf8.allSatisfy {
      switch $0 {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"): true
      default: false
      }
    }
  }

  /// The declared images joined with their tags.
  func images(_ tags: [String: String], _ run: inout LoadingRun) -> [String: EnvironmentImage] {
    guard let declaredImages, !declaredImages.isNull else { return [:] }
    guard let members = declaredImages.objectValue else {
      run.report(
        .error, "images-not-an-object", "\"images\" is \(declaredImages.kindName); it maps image keys to repositories",
        at: declaredImages.mark, fix: "write \"images\": {\"api\": {\"repository\": \"tracker-api\"}}")
      return [:]
    }
    var images: [String: EnvironmentImage] = [:]
    for member in members {
      guard let repository = member.value.stringValue ?? member.value["repository"]?.stringValue, !repository.isEmpty else {
        run.report(
          .error, "image-without-repository", "the image \"\(member.key)\" names no repository",
          at: member.value.mark ?? member.mark,
          fix: "write \"\(member.key)\": {\"repository\": \"…\"}")
        continue
      }
      let registry = member.value["registry"]?.stringValue ?? provider.identity.registry
      let tag = tags[member.key]
      images[member.key] = EnvironmentImage(
        key: member.key, registry: registry, repository: repository, tag: tag,
        reference: tag.flatMap(TagMapValue.init)?.reference(registry: registry, repository: repository))
    }
    return images
  }

  /// Literal placeholders and the image each stands for.
  var placeholders: [String: String] {
    var placeholders: [String: String] = [:]
    for member in declaredImages?.objectValue ?? JSONObject() {
      if let text = member.value["placeholder"]?.stringValue, !text.isEmpty { placeholders[text] = member.key }
    }
    return placeholders
  }
}
