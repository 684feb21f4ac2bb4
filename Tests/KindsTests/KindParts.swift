import Foundation
import JSONDocument
import ProviderConformance

@testable import AWS
@testable import Resources
@testable import SimulatedAWS

/// What a kind consists of beside the members that its initializer asks for.
enum KindPart: String, CaseIterable {
  /// Its facts know the members that hold its name and its scope.
  case nameInFacts
  /// Something says which names AWS takes.
  case nameGrammar
  /// A file, an identity and a Terraform state name the same object.
  case naming
  /// Its answers say how objects are read, and by whose leave.
  case answers
  /// The main fields of its examples can be told in a few words.
  case summary
  case calls, permissions, planter, conformance
  case schema, example, documentation
}

/// The tables and files of all rooms in which a kind has its place.
struct KindParts {
  var calls: Set<ResourceKind>
  var permissions: [ResourceKind: [String]]
  var planters: Set<ResourceKind>
  /// Names of cases that every provider is held to.
  var conformance: [String]
  /// Names of the files in `schemas`.
  var schemas: Set<String>
  /// Example documents by the folder that they lie in.
  var examples: [String: [JSON]]
  /// The pages of `docs`, by name.
  var documentation: [String: String]

  /// The parts that a kind lacks.
  func missing(of kind: ResourceKind) -> Set<KindPart> {
    Set(KindPart.allCases.filter { !has($0, kind) })
  }

  private func has(_ part: KindPart, _ kind: ResourceKind) -> Bool {
    let isInAWS = kind.reading != .nothing
    switch part {
    case .nameInFacts: return [kind.nameMember, kind.scopeMember ?? ""].allSatisfy { $0.isEmpty || kind.facts[$0] != nil }
    case .nameGrammar: return kind.nameMember.isEmpty || kind.limits.names.contains { $0.field.member == kind.nameMember }
    case .naming: return kind.nameMember.isEmpty || Self.namesOneObject(kind)
    case .answers:
      return !isInAWS || ((kind.answers.list ?? kind.answers.single) != nil && isAllowed(kind.answers.permission, kind))
    case .summary: return !isInAWS || examples[kind.folder, default: []].contains { !kind.summary(of: $0).isEmpty }
    case .calls: return !isInAWS || calls.contains(kind)
    case .permissions: return permissions[kind]?.isEmpty == false
    case .planter: return !isInAWS || planters.contains(kind)
    case .conformance:
      return !isInAWS || conformance.contains { $0.hasPrefix("\(kind.noun), ") || $0.hasPrefix("\(kind.noun): ") }
    case .schema: return schemas.contains("\(Self.singular(kind.folder)).schema.json")
    case .example: return examples[kind.folder]?.isEmpty == false
    case .documentation:
      return documentation["environment-files.md"]?.contains("\(kind.folder)/") == true
        && documentation.values.contains { $0.contains(kind.type) }
    }
  }

  /// Reading is among the actions that a plan needs.
  private func isAllowed(_ action: String?, _ kind: ResourceKind) -> Bool {
    action.map { permissions[kind]?.contains($0) == true } ?? false
  }

  private static func namesOneObject(_ kind: ResourceKind) -> Bool {
    let identity = kind.identified([:], stem: "thing", cluster: "main").identity
    let file = kind.file(for: identity, holding: [:], cluster: "elsewhere")
    guard kind.identified(file.attributes, stem: file.stem, cluster: "elsewhere").identity == identity else { return false }
    var terraform = JSON.members((kind.naming.terraformName, .string(identity.name)))
    if let member = kind.naming.terraformScope { terraform[member] = identity.scope.map { .string($0) } }
    return kind.identity(ofTerraform: terraform) == identity
  }

  /// `log-group` of `log-groups`: a schema is about one file.
  private static func singular(_ folder: String) -> String {
    folder.hasSuffix("ies") ? folder.dropLast(3) + "y" : String(folder.dropLast())
  }
}

extension KindParts {
  /// Those of this repository.
  static func ofThisRepository() throws -> KindParts {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../..").standardized
    let client = try SimulatedCloud.inMemory()
    let provider = AWSProvider(
      client: client, identity: ProviderIdentity(name: .simulatedAWS, region: "eu-west-1", accountId: "111111111111"))
    return KindParts(
      calls: Set(provider.kinds.keys), permissions: Kinds.permissions.mapValues { $0.map(\.action) },
      planters: Set(Planters.table.keys), conformance: ConformanceCase.all.map(\.name),
      schemas: Set(try FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent("schemas").path)),
      examples: try examples(in: ["envs", "Tests/CommandLineTests/Scripts"].map { root.appendingPathComponent($0) }),
      documentation: try pages(in: root.appendingPathComponent("docs")))
  }

  private static func pages(in directory: URL) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter { $0.hasSuffix(".md") }
    return Dictionary(
      uniqueKeysWithValues: try names.map { name in
        (name, try String(contentsOf: directory.appendingPathComponent(name), encoding: .utf8))
      })
  }

  private static func examples(in directories: [URL]) throws -> [String: [JSON]] {
    let folders = Set(ResourceKind.all.map(\.folder))
    var examples: [String: [JSON]] = [:]
    for directory in directories {
      let files = FileManager.default.enumerator(at: directory, includingPropertiesForKeys: nil)
      while let file = files?.nextObject() as? URL {
        let folder = file.deletingLastPathComponent().lastPathComponent
        guard file.pathExtension == "json", folders.contains(folder), let text = try? String(contentsOf: file, encoding: .utf8),
          let document = try? JSON(text: text)
        else { continue }
        examples[folder, default: []].append(document)
      }
    }
    return examples
  }
}
