package import Diagnostics
import JSONDocument
import Platform
package import Resources
import Validation

/// One side of a comparison of loose documents: a file, or text that came from somewhere else.
package struct StandaloneSide: Sendable {
  package enum Source: Sendable {
    case file(String)
    /// Text under the name that findings call it by.
    case text([UInt8], name: String)
    /// There is none: a file that is new, or gone.
    case nothing
  }

  package var source: Source
  /// What headings and findings call it.
  package var title: String

  package init(_ source: Source, title: String) {
    self.source = source
    self.title = title
  }
}

/// What was read from the two sides, and what was found in them.
package struct LoosePairing: Sendable {
  package struct Pair: Sendable {
    package var kind: ResourceKind
    /// Nil when neither side says it.
    package var name: String?
    package var before: StandaloneDocument?
    package var after: StandaloneDocument?
    /// An environment filled in what its file leaves open.
    package var isFilledIn = false
  }

  package var pairs: [Pair] = []
  package var diagnostics: [Diagnostic] = []

  /// Reads both sides and puts together what describes the same object.
  ///
  /// One document on each side is a pair whatever the names are; a list is matched by name. `kind` is told from the content,
  /// then from the folder a file lies in (`place`), when it is not given.
  package init(_ before: StandaloneSide, _ after: StandaloneSide, kind: LooseKind?, place: String? = nil) {
    var run = LoadingRun(root: "/")
    let texts = [before, after].map { Self.document($0, &run) }
    let folder = place.flatMap(Self.folderKind)
    let forms = zip([before, after], texts).map { side, document -> StandaloneForm? in
      guard let document else { return nil }
      if let kind { return StandaloneForm.of(document, named: kind) }
      return StandaloneForm.of(document) ?? (folder ?? Self.folderKind(side)).map { .object($0) }
    }
    defer { diagnostics = run.diagnostics.inFileOrder }
    guard !run.diagnostics.hasErrors else { return }
    let known = forms.compactMap { $0 }
    for (side, document) in zip([before, after], texts) {
      guard let document, known.isEmpty else { continue }
      Self.reportUnknown(document, side, &run)
      return
    }
    guard let common = known.first else { return }
    guard known.allSatisfy({ $0.kind == common.kind }) else {
      run.report(
        .error, "kinds-differ", "a \(forms[0]?.kind.noun ?? "") cannot be compared with a \(forms[1]?.kind.noun ?? "")",
        at: texts[1]?.mark, file: after.title, details: ["\(before.title) describes a \(forms[0]?.kind.noun ?? "")."],
        fix: "name two documents of one kind; -kind says it where the content does not")
      return
    }
    let sides = zip([before, after], zip(texts, forms)).map { side, read -> [StandaloneDocument]? in
      read.0.map { StandaloneDocument.read($0, read.1 ?? .object(common.kind), &run, file: side.title) }
    }
    guard !run.diagnostics.hasErrors else { return }
    let titles = [before.title, after.title]
    pairs = Self.pairs(sides[0], sides[1], common.kind, stems: [before, after].map(Self.stem), &run, titles: titles)
      .map { pair in
        var pair = pair
        pair.fillIn([before, after], &run)
        pair.leaveOutUnanswered(titles, &run)
        return pair
      }
    if run.diagnostics.hasErrors { pairs = [] }
  }

  // MARK: Reading

  private static func document(_ side: StandaloneSide, _ run: inout LoadingRun) -> JSON? {
    let document: JSON?
    switch side.source {
    case .nothing: return nil
    case .file(let path): document = run.document(path, named: side.title)
    case .text(let bytes, let name): document = run.document(bytes, named: name)
    }
    guard let document else { return nil }
    guard document.objectValue != nil else {
      run.report(
        .error, "spec-not-an-object", "this is \(document.kindName); a document of ECS is an object", at: document.mark,
        file: side.title,
        fix: document.arrayValue == nil ? nil : "compare one object of the list, or the whole answer of the call")
      return nil
    }
    return document
  }

  private static func reportUnknown(_ document: JSON, _ side: StandaloneSide, _ run: inout LoadingRun) {
    run.report(
      .error, "kind-unknown", "it cannot be told what this document describes", at: document.mark, file: side.title,
      details: [
        "No member of it names a \(ResourceKind.all.map(\.noun).joined(separator: ", a ")), or a policy of a repository."
      ],
      fix: "name it: -kind \(LooseKind.names.joined(separator: ", "))")
  }

  private static func folderKind(_ side: StandaloneSide) -> ResourceKind? {
    if case .file(let path) = side.source { folderKind(path) } else { nil }
  }

  private static func folderKind(_ path: String) -> ResourceKind? {
    ResourceKind.all.first { $0.folder == Paths.lastPart(Paths.parent(Paths.normalized(path))) }
  }

  private static func stem(_ side: StandaloneSide) -> String? {
    guard case .file(let path) = side.source else { return nil }
    return String(Paths.lastPart(path).prefix { $0 != "." })
  }

  // MARK: Matching

  private static func pairs(
    _ before: [StandaloneDocument]?, _ after: [StandaloneDocument]?, _ kind: ResourceKind, stems: [String?],
    _ run: inout LoadingRun,
    titles: [String]
  ) -> [Pair] {
    guard let before, let after else {
      return (before ?? []).map { Pair(kind: kind, name: $0.name, before: $0) }
        + (after ?? []).map { Pair(kind: kind, name: $0.name, after: $0) }
    }
    if before.count == 1, after.count == 1 {
      return [Pair(kind: kind, name: after[0].name ?? before[0].name, before: before[0], after: after[0])]
    }
    if before.count == 1 || after.count == 1 {
      let isFirst = before.count == 1
      let (one, many) = isFirst ? (before[0], after) : (after[0], before)
      guard let name = one.name ?? stems[isFirst ? 0 : 1], let other = many.first(where: { $0.name == name }) else {
        reportMissing(one, many, stem: stems[isFirst ? 0 : 1], &run, title: titles[isFirst ? 1 : 0])
        return []
      }
      return [Pair(kind: kind, name: name, before: isFirst ? one : other, after: isFirst ? other : one)]
    }
    let names = Set((before + after).map { $0.name ?? "" }).sorted()
    return names.map { name in
      Pair(kind: kind, name: name, before: before.first { $0.name ?? "" == name }, after: after.first { $0.name ?? "" == name })
    }
  }

  private static func reportMissing(
    _ one: StandaloneDocument, _ many: [StandaloneDocument], stem: String?, _ run: inout LoadingRun, title: String
  ) {
    let names = many.compactMap(\.name).sorted()
    let name = one.name ?? stem
    run.report(
      .error, "answer-lacks", "\(title) holds no \(one.kind.noun) \(name.map { "\"\($0)\"" } ?? "without a name")",
      at: one.attributes[one.kind.nameMember]?.mark ?? one.attributes.mark, file: title,
      details: ["It holds \(names.quoted)."],
      fix: name.flatMap { Nearest.name(to: $0, among: names) }.map { "did you mean \"\($0)\"?" })
  }
}
