import Diagnostics
import JSONDocument
import Platform
import Resources
import Secrets

/// `sensitive` of environment.json: what is a secret although it does not look like one.
///
///     "sensitive": {"paths": ["containers[web].environment[PIN]"], "variables": ["db_pin"]}
///
/// A path declares what stands there in every resource of the environment that has such a place, and the values that the files
/// have there, wherever they are printed; a variable declares its own name, its value, and the names of the fields that are
/// made of it. So an older value of these fields, in the state or in AWS, is hidden too.
package struct SensitiveDeclarations {
  private var paths: [(pattern: FieldPattern, text: String, mark: SourceMark?)] = []
  private(set) var variables: [(name: String, mark: SourceMark?)] = []

  init(_ document: JSON?, _ run: inout LoadingRun) {
    guard let document, !document.isNull else { return }
    guard let members = document.objectValue else {
      run.report(
        .error, "sensitive-not-an-object", "\"sensitive\" is \(document.kindName); it has lists of paths and variables",
        at: document.mark, fix: #"write "sensitive": {"paths": ["containers[web].environment[PIN]"]}"#)
      return
    }
    for member in members where !["paths", "variables", "//"].contains(member.key) {
      run.report(
        .error, "sensitive-member-unknown", "\"sensitive\" knows no \"\(member.key)\"", at: member.mark,
        fix: "write \"paths\" or \"variables\"")
    }
    for path in Self.texts(document["paths"], "paths", &run) {
      if let pattern = Self.pattern(path.text) {
        paths.append((pattern, path.text, path.mark))
      } else {
        run.report(
          .error, "sensitive-path", "\"\(path.text)\" is no path of a field", at: path.mark,
          fix: "write it as a plan shows it: containers[web].environment[PIN]")
      }
    }
    variables = Self.texts(document["variables"], "variables", &run).map { ($0.text, $0.mark) }
  }

  /// What a person declares for one run; false when one of them is no path.
  package static func declare(paths: [String], plain: [String]) -> Bool {
    let (secret, plainPatterns) = (paths.compactMap(pattern), plain.compactMap(pattern))
    guard secret.count == paths.count, plainPatterns.count == plain.count else { return false }
    declare(secret, plain: plainPatterns)
    return true
  }

  /// Nil for what is no path, or names nothing but what it is in.
  private static func pattern(_ text: String) -> FieldPattern? {
    FieldPattern(text).flatMap { pattern in pattern.steps.allSatisfy { $0 == .any } ? nil : pattern }
  }

  private static func declare(_ secret: [FieldPattern], plain: [FieldPattern] = []) {
    DeclaredSecrets.current.declare(
      paths: secret.map(DeclaredPath.init), ends: secret.compactMap(end), plain: plain.map(DeclaredPath.init))
  }

  private static func end(of pattern: FieldPattern) -> String? {
    switch pattern.steps.last {
    case .member(let name), .key(let name): name
    case .any, nil: nil
    }
  }

  private static func texts(
    _ json: JSON?, _ member: String, _ run: inout LoadingRun
  ) -> [(text: String, mark: SourceMark?)] {
    guard let json, !json.isNull else { return [] }
    let texts = json.arrayValue?.compactMap { element in element.stringValue.map { ($0, element.mark) } }
    if let texts, texts.count == json.arrayValue?.count { return texts }
    run.report(.error, "environment-member-type", "\"\(member)\" is a list of texts", at: json.mark)
    return []
  }

  // MARK: Declaring

  /// Tells the finder, before anything of the environment is said.
  func declare(_ layers: [String], root: String) {
    Self.declare(paths.map(\.pattern))
    var names: Set<String> = []
    if !variables.isEmpty {
      // What is wrong with the files is said when they are loaded.
      var run = LoadingRun(root: root)
      var values = JSONObject()
      for layer in layers { values = Variables.load(layer, over: values, &run) }
      for variable in variables {
        names.insert(variable.name)
        if let value = values[variable.name] { DeclaredSecrets.current.declare(texts: Self.leaves(value)) }
      }
      let references = variables.map { "${var.\($0.name)}" }
      for layer in layers { Self.collectNames(in: layer, of: references, &names, &run) }
    }
    DeclaredSecrets.current.declare(names: names)
  }

  /// Tells the finder the values that stand at declared paths.
  static func declareValues(of resources: [Resource]) {
    for resource in resources {
      DeclaredSecrets.current.declare(texts: SecretFinder.declaredTexts(in: resource.attributes))
    }
  }

  private static func leaves(_ json: JSON) -> [String] {
    switch json.content {
    case .null, .bool: []
    case .string(let text): [text]
    case .number(let number): [number.text]
    case .array(let elements): elements.flatMap(leaves)
    case .object(let members): members.flatMap { leaves($0.value) }
    }
  }

  /// Names of the fields that are made of the variables.
  private static func collectNames(
    in layer: String, of references: [String], _ names: inout Set<String>, _ run: inout LoadingRun
  ) {
    for kind in ResourceKind.all {
      let folder = Paths.joined(layer, kind.folder)
      for file in FileSystem.entries(folder) where file.hasSuffix(".json") && !file.hasPrefix(".") {
        guard let document = run.document(Paths.joined(folder, file)) else { continue }
        collectNames(in: document, named: nil, of: references, &names)
      }
    }
  }

  private static func collectNames(in json: JSON, named name: String?, of references: [String], _ names: inout Set<String>) {
    switch json.content {
    case .null, .bool, .number: break
    case .string(let text):
      if let name, references.contains(where: text.contains) { names.insert(name) }
    // Elements have no names, or all of a command would be hidden; an argument has that of the option before it.
    case .array(let elements):
      var option: String?
      for element in elements {
        collectNames(in: element, named: option, of: references, &names)
        option = element.stringValue.flatMap { $0.hasPrefix("-") && !$0.contains("=") ? $0 : nil }
      }
    case .object(let members):
      let entry = ["name", "key", "Name", "Key"].lazy.compactMap { json[$0]?.stringValue }.first
      for member in members {
        let own = SecretFinder.isValueOfEntry(member.key) ? entry ?? member.key : member.key
        collectNames(in: member.value, named: own, of: references, &names)
      }
    }
  }

  /// Warns about paths that lead nowhere.
  func check(against resources: [Resource], _ run: inout LoadingRun) {
    for path in paths {
      let declared = DeclaredPath(path.pattern)
      guard !resources.contains(where: { SecretFinder.has(declared, in: $0.attributes) }) else { continue }
      run.report(
        .warning, "sensitive-unused", "nothing stands at \"\(path.text)\" in any resource of this environment", at: path.mark,
        fix: "write it from the top of a resource as a plan shows it: containers[web].environment[PIN]; or remove it")
    }
  }

  /// Warns about variables that nobody sets.
  func check(against values: JSONObject, _ run: inout LoadingRun) {
    for variable in variables where values[variable.name] == nil {
      let nearest = Nearest.name(to: variable.name, among: values.keys.sorted())
      run.report(
        .warning, "sensitive-unused", "no variable is called \"\(variable.name)\"", at: variable.mark,
        fix: nearest.map { "write \"\($0)\"" } ?? "remove it")
    }
  }
}

extension DeclaredPath {
  /// The value of an entry is meant by the entry: `environment[PIN].value`.
  fileprivate init(_ pattern: FieldPattern) {
    var steps = pattern.steps
    if steps.count > 1, case .member(let name) = steps[steps.count - 1], case .key = steps[steps.count - 2],
      SecretFinder.isValueOfEntry(name)
    {
      steps.removeLast()
    }
    self.init(
      steps.map { step in
        switch step {
        case .member(let name), .key(let name): .named(FieldPattern.spellings(of: name))
        case .any: .any
        }
      })
  }
}
