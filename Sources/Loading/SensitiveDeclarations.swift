import Diagnostics
import JSONDocument
import Platform
import Resources
import Secrets

/// `sensitive` of environment.json: what is a secret although it does not look like one.
///
///     "sensitive": {"paths": ["containers[web].environment[PIN]"], "variables": ["db_pin"]}
///
/// A path declares the name at its end, wherever that stands in this environment; a variable declares its own name, its value,
/// and the names of the fields that are made of it. So an older value of these fields, in the state or in AWS, is hidden too.
package struct SensitiveDeclarations {
  private(set) var names: Set<String> = []
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
      if let name = Self.name(in: path.text) {
        names.insert(name)
      } else {
        run.report(
          .error, "sensitive-path", "\"\(path.text)\" is no path of a field", at: path.mark,
          fix: "write it as a plan shows it: containers[web].environment[PIN]")
      }
    }
    variables = Self.texts(document["variables"], "variables", &run).map { ($0.text, $0.mark) }
  }

  /// What a person declares for one run: values under `names` are secrets, those under `plain` are none by their name.
  package static func declare(names: [String], plain: [String]) {
    DeclaredSecrets.current.declare(names: names, plain: plain)
  }

  /// The names that these paths end with; nil when one of them is no path.
  package static func names(in paths: [String]) -> [String]? {
    let names = paths.compactMap(name)
    return names.count == paths.count ? names : nil
  }

  /// The name that a path ends with; nil for what is no path, or ends with `*`.
  static func name(in path: String) -> String? {
    switch FieldPattern(path)?.steps.last {
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
    var names = names
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
