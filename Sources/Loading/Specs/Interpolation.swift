import Diagnostics
import JSONDocument
import Resources

/// Replaces `${…}` in the strings of specs. Nothing is evaluated: only names are looked up.
struct Interpolation {
  let environment: EnvironmentIdentity
  let images: [String: EnvironmentImage]
  let variables: JSONObject
  /// Literal texts that stand for an image reference, by text.
  let placeholders: [String: String]

  /// Bytes that may still be put in, so that a large value in many places does not take all memory.
  private var budget = Self.limit
  private var isOverLimit = false
  private static let limit = 64 * 1_048_576

  /// Keys of images that were referred to.
  var usedImages = Set<String>()
  /// Where texts stand that follow the tag map: they had a `${image.…}`, a `${tag.…}` or a placeholder in them.
  var mappedTexts = Set<SourceMark>()

  init(
    environment: EnvironmentIdentity, images: [String: EnvironmentImage], variables: JSONObject, placeholders: [String: String]
  ) {
    self.environment = environment
    self.images = images
    self.variables = variables
    self.placeholders = placeholders
  }

  mutating func interpolate(_ json: JSON, _ run: inout LoadingRun) -> JSON {
    switch json.content {
    case .null, .bool, .number: return json
    case .string(let text): return interpolate(text, json.mark, &run)
    case .array(let elements):
      var replaced: [JSON] = []
      replaced.reserveCapacity(elements.count)
      for element in elements { replaced.append(interpolate(element, &run)) }
      return JSON(.array(replaced), mark: json.mark)
    case .object(let members):
      var replaced: [JSONObject.Member] = []
      replaced.reserveCapacity(members.count)
      for member in members {
        replaced.append(
          JSONObject.Member(key: member.key, value: interpolate(member.value, &run), mark: member.mark))
      }
      return JSON(.object(JSONObject(replaced)), mark: json.mark)
    }
  }

  private mutating func interpolate(_ text: String, _ mark: SourceMark?, _ run: inout LoadingRun) -> JSON {
    let text = replacingPlaceholders(text)
    guard text.utf8.contains(UInt8(ascii: "$")) else { return JSON(.string(text), mark: mark) }
    if let name = Self.soleVariable(text), let value = variables[name] {
      return take(Self.size(value), mark, &run) ? Self.remarked(value, mark) : JSON(.string(text), mark: mark)
    }
    var output = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      output += rest[..<dollar]
      rest = rest[dollar...]
      if rest.hasPrefix("$${") {
        output += "${"
        rest = rest.dropFirst(3)
      } else if rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") {
        let name = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])
        let value = value(of: name, mark, &run) ?? "${\(name)}"
        guard take(value.utf8.count, mark, &run) else { return JSON(.string(text), mark: mark) }
        output += value
        rest = rest[rest.index(after: end)...]
      } else {
        output.append("$")
        rest = rest.dropFirst()
      }
    }
    return JSON(.string(output + rest), mark: mark)
  }

  /// False when there is no room for so many bytes, which is said once.
  private mutating func take(_ bytes: Int, _ mark: SourceMark?, _ run: inout LoadingRun) -> Bool {
    guard bytes > budget else {
      budget -= bytes
      return true
    }
    if !isOverLimit {
      run.report(
        .error, "interpolation-too-large", "what stands for \"${…}\" comes to more than \(Self.limit / 1_048_576) MiB", at: mark,
        fix: "use shorter values, or fewer places")
    }
    isOverLimit = true
    return false
  }

  /// About as many bytes as a value takes.
  private static func size(_ json: JSON) -> Int {
    switch json.content {
    case .null, .bool, .number: 16
    case .string(let text): 16 + text.utf8.count
    case .array(let elements): elements.reduce(16) { $0 + size($1) }
    case .object(let members): members.reduce(16) { $0 + $1.key.utf8.count + size($1.value) }
    }
  }

  private mutating func replacingPlaceholders(_ text: String) -> String {
    guard !placeholders.isEmpty, let key = placeholders[text] else { return text }
    return "${image.\(key)}"
  }

  /// The variable's name when the text is nothing but one `${var.NAME}`.
  private static func soleVariable(_ text: String) -> String? {
    guard text.hasPrefix("${var."), text.hasSuffix("}") else { return nil }
    let name = text.dropFirst(6).dropLast()
    return name.contains("}") || name.contains("$") ? nil : String(name)
  }

  /// A variable's value stands where it is used: findings about it point to the spec.
  private static func remarked(_ json: JSON, _ mark: SourceMark?) -> JSON {
    switch json.content {
    case .null, .bool, .number, .string: return JSON(json.content, mark: mark)
    case .array(let elements): return JSON(.array(elements.map { remarked($0, mark) }), mark: mark)
    case .object(let members):
      return JSON(
        .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: remarked($0.value, mark), mark: mark) })),
        mark: mark)
    }
  }

  private mutating func value(of name: String, _ mark: SourceMark?, _ run: inout LoadingRun) -> String? {
    switch name {
    case "environment": return environment.name
    case "region": return environment.provider.region
    case "account": return environment.provider.accountId
    case "cluster": return environment.cluster
    default: break
    }
    let parts = name.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2 else { return unknown(name, mark, &run) }
    switch parts[0] {
    case "image": return image(parts[1], mark, &run) { $0.reference?.description }
    case "tag": return image(parts[1], mark, &run) { $0.tag }
    case "var": return variable(parts[1], mark, &run)
    default: return unknown(name, mark, &run)
    }
  }

  private mutating func image(
    _ key: String, _ mark: SourceMark?, _ run: inout LoadingRun, _ pick: (EnvironmentImage) -> String?
  ) -> String? {
    guard let image = images[key] else {
      let nearest = Nearest.name(to: key, among: images.keys.sorted())
      let known = images.keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")
      run.report(
        .error, "image-unknown", "no image \"\(key)\" is declared", at: mark,
        details: [images.isEmpty ? "environment.json declares no images." : "environment.json declares \(known)."],
        fix: nearest.map { "write \"\($0)\" here, or declare \"\(key)\" under \"images\" in environment.json" }
          ?? "declare \"\(key)\" under \"images\" in environment.json")
      return nil
    }
    usedImages.insert(key)
    if let mark { mappedTexts.insert(mark) }
    return pick(image)  // without a tag the tag map is at fault, and the rule for it says so once
  }

  private func variable(_ name: String, _ mark: SourceMark?, _ run: inout LoadingRun) -> String? {
    guard let value = variables[name] else {
      let nearest = Nearest.name(to: name, among: variables.keys.sorted())
      run.report(
        .error, "variable-unknown", "no value for the variable \"\(name)\"", at: mark,
        details: ["Variables come from terraform.tfvars.json and *.auto.tfvars.json of the environment."],
        fix: nearest.map { "write \"${var.\($0)}\", or set \"\(name)\" in one of these files" }
          ?? "set \"\(name)\" in one of these files")
      return nil
    }
    if let text = value.stringValue { return text }
    if let number = value.numberValue { return number.text }
    if let flag = value.boolValue { return flag ? "true" : "false" }
    run.report(
      .error, "variable-not-text", "the variable \"\(name)\" is \(value.kindName); it cannot be part of a text", at: mark,
      fix: "use it as the whole value: \"${var.\(name)}\"")
    return nil
  }

  private func unknown(_ name: String, _ mark: SourceMark?, _ run: inout LoadingRun) -> String? {
    let names = ["environment", "region", "account", "cluster"]
    let nearest = Nearest.name(to: name, among: names)
    run.report(
      .error, "reference-unknown", "\"${\(name)}\" names nothing", at: mark,
      details: [
        "Known are ${image.KEY}, ${tag.KEY}, ${var.NAME}, ${environment}, ${region}, ${account} and ${cluster}."
      ],
      fix: nearest.map { "write \"${\($0)}\"" } ?? "for a literal text, as a shell would expand it, write \"$${\(name)}\"")
    return nil
  }
}
