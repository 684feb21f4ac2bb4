import Diagnostics
import JSONDocument
import Resources

/// Reads `order` of environment.json: a list of waves, each a list of services, by the names of their files.
///
///     "order": [["api"], ["worker-*"], ["*"]]
///
/// `*` stands for any letters. A service belongs to the wave that names it, else to the first with a pattern for it, so
/// `["*"]` holds the rest. A service can be in one wave only, so no order can be a circle.
struct WavesReader {
  private let names: [String]
  private let file: String

  init(services specs: [Resource], file: String) {
    names = specs.filter { $0.identity.kind == .service }.map(\.address.name).sorted()
    self.file = file
  }

  func read(_ order: JSON, _ run: inout LoadingRun) -> [[Address]] {
    guard let entries = order.arrayValue else {
      run.report(
        .error, "order-not-a-list", "\"order\" is \(order.kindName); it is a list of waves", at: order.mark, file: file,
        fix: "write \"order\": [[\"api\"], [\"worker-*\"]]")
      return []
    }
    let waves = entries.map { wave($0, &run) }
    var places: [String: Int] = [:]
    for (number, wave) in waves.enumerated() {
      for entry in wave where !entry.isPattern {
        guard let earlier = places.updateValue(number, forKey: entry.name) else { continue }
        places[entry.name] = earlier
        run.report(
          .error, "order-repeats", "the service \"\(entry.name)\" stands in the order twice", at: entry.mark, file: file,
          fix: "leave it in one wave")
      }
    }
    for (number, wave) in waves.enumerated() {
      for entry in wave where entry.isPattern {
        for name in names where places[name] == nil && entry.fits(name) { places[name] = number }
      }
    }
    let members = Dictionary(grouping: names.filter { places[$0] != nil }) { places[$0] ?? 0 }
    return waves.indices.map { (members[$0] ?? []).map { Address(.service, $0) } }
  }

  private struct Entry {
    var name: String
    var mark: SourceMark?

    var isPattern: Bool { NamePattern.isPattern(name) }

    func fits(_ text: String) -> Bool { NamePattern.fits(name, text) }
  }

  /// One name alone is a wave of its own.
  private func wave(_ json: JSON, _ run: inout LoadingRun) -> [Entry] {
    guard let elements = json.arrayValue ?? (json.stringValue == nil ? nil : [json]) else {
      run.report(
        .error, "order-wave", "a wave is \(json.kindName); it is a list of services", at: json.mark, file: file,
        fix: "write [\"api\", \"worker-*\"]")
      return []
    }
    return elements.compactMap { element in
      guard let name = element.stringValue else {
        run.report(
          .error, "order-wave", "a service of a wave is \(element.kindName); it must be a text", at: element.mark, file: file,
          fix: "write the name of its file, such as \"api\"")
        return nil
      }
      let entry = Entry(name: name, mark: element.mark)
      return check(entry, &run) ? entry : nil
    }
  }

  private func check(_ entry: Entry, _ run: inout LoadingRun) -> Bool {
    if entry.isPattern {
      if names.contains(where: entry.fits) { return true }
      run.report(
        .warning, "order-matches-nothing", "\"\(entry.name)\" fits no service of this environment", at: entry.mark, file: file)
      return true
    }
    if names.contains(entry.name) { return true }
    let nearest = Nearest.name(to: entry.name, among: names)
    run.report(
      .error, "order-service-unknown", "no service is called \"\(entry.name)\"", at: entry.mark, file: file,
      details: [
        "The order names services by their files: \(names.prefix(6).joined(separator: ", "))\(names.count > 6 ? " …" : "")."
      ],
      fix: nearest.map { "write \"\($0)\"" } ?? "remove it, or add services/\(entry.name).json")
    return false
  }
}
