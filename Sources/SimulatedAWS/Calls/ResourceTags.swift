import AWS
import JSONDocument

/// Tags of one kind of object. They are kept by ARN, apart from what they belong to.
struct ResourceTags {
  /// How a service of AWS writes a tag: `key`/`value` in ECS, `Key`/`Value` in ECR.
  enum Form {
    case lowerCase, upperCase

    var key: String { self == .lowerCase ? "key" : "Key" }
    var value: String { self == .lowerCase ? "value" : "Value" }
  }

  let call: Call
  let form: Form
  var limit = 50

  func read(_ arn: String) throws(AWSError) -> JSON {
    try call.documents.document(.tags, arn) ?? []
  }

  /// Puts the first tags on a new object.
  func begin(_ arn: String, _ tags: JSON?) throws(AWSError) {
    try remove(arn)
    guard let tags, tags.arrayValue?.isEmpty == false else { return }
    try add(arn, tags)
  }

  /// Adds tags, or gives those that are there another value.
  func add(_ arn: String, _ tags: JSON) throws(AWSError) {
    try check(tags)
    var merged = try read(arn).arrayValue ?? []
    for tag in tags.arrayValue ?? [] {
      let full: JSON = [form.key: tag[form.key] ?? "", form.value: tag[form.value] ?? ""]
      if let position = merged.firstIndex(where: { $0[form.key] == tag[form.key] }) {
        merged[position] = full
      } else {
        merged.append(full)
      }
    }
    guard merged.count <= limit else { throw tooMany }
    try call.documents.put(.tags, arn, .array(merged))
  }

  func remove(_ arn: String, keys: [String]) throws(AWSError) {
    let rest = try read(arn).arrayValue?.filter { !keys.contains($0.string(form.key) ?? "") } ?? []
    try call.documents.put(.tags, arn, .array(rest))
  }

  func remove(_ arn: String) throws(AWSError) {
    try call.documents.remove(.tags, arn)
  }

  /// What AWS refuses in tags: too many, twice the same key, its own prefix, wrong lengths and characters.
  func check(_ tags: JSON?) throws(AWSError) {
    let tags = tags?.arrayValue ?? []
    guard tags.count <= limit else { throw tooMany }
    var keys: Set<String> = []
    for tag in tags {
      let key = tag.string(form.key) ?? ""
      guard (1...128).contains(key.count), (tag.string(form.value) ?? "").count <= 256 else {
        throw .invalidParameter("Invalid tag: a key has 1 to 128 characters and a value at most 256.")
      }
      guard !key.lowercased().hasPrefix("aws:") else {
        throw .invalidParameter("aws: prefixed tag key names are not allowed for external use.")
      }
      guard (key + (tag.string(form.value) ?? "")).unicodeScalars.allSatisfy(Self.isAllowed) else {
        throw .invalidParameter(
          "Some tags contain invalid characters. Valid characters: UTF-8 letters, spaces, numbers and _ . / = + - : @.")
      }
      guard keys.insert(key).inserted else {
        throw .invalidParameter("Duplicate tag keys found. Please note that tag keys are case sensitive.")
      }
    }
  }

  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == " "
      || "_.:/=+-@".unicodeScalars.contains(scalar)
  }

  private var tooMany: AWSError {
    switch form {
    case .lowerCase: .invalidParameter("The maximum number of tags for a resource is \(limit).")
    case .upperCase: AWSError(code: "TooManyTagsException", message: "The maximum number of tags for a repository is \(limit).")
    }
  }
}
