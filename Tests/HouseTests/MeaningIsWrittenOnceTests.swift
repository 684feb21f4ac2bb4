import Foundation
import Testing

/// What a document of ECS means is said by the documents in `Sources/Resources/Documents`. A room that spells a member of its
/// own has begun a second meaning, which sooner or later is another one.
@Suite("One meaning, one place")
struct MeaningIsWrittenOnceTests {
  /// Members of task definitions, services, tasks and clusters that mean something to more than their own comparison.
  private static let members: Set<String> = [
    "awslogs-create-group", "awslogs-group", "awslogs-region", "awslogs-stream-prefix", "awsvpcConfiguration",
    "capacityProvider", "capacityProviderStrategy", "capacityProviders", "cloudWatchLogGroupName", "containerDefinitions",
    "credentialsParameter", "deploymentConfiguration", "deploymentController", "desiredCount", "environmentFiles", "essential",
    "executeCommandConfiguration", "executionRoleArn", "forceNewDeployment", "image", "imageTagMutability", "launchType",
    "loadBalancers", "logConfiguration", "logDriver", "managedEBSVolume", "networkConfiguration", "networkMode",
    "portMappings", "repositoryCredentials", "requiresCompatibilities", "roleArn", "runtimePlatform", "schedulingStrategy",
    "secretOptions", "securityGroups", "serviceConnectConfiguration", "subnets", "targetGroupArn", "taskDefinition",
    "taskDefinitionArn", "taskRoleArn", "valueFrom", "volumeConfigurations",
  ]

  /// Where members are spelled by right.
  private static let homes = [
    "Sources/Resources/",  // the facts about fields, and what they mean
    "Sources/SimulatedAWS/",  // the other side: it checks what it is given, and reads back as ECS does
    "Sources/AWS/Kinds/",  // inputs and answers of calls
    "Sources/AWSCommandLine/Versions/",  // which versions of `aws` know which members
    "Sources/Validation/Rules/",  // the form of a member, found at its place in the file
  ]

  private struct Exception: Hashable {
    var file: String
    var member: String
    var reason: String
  }

  private static let exceptions: [Exception] = [
    Exception(file: "Loading/OneOffTasks.swift", member: "launchType", reason: "its form, at its place in the file"),
    Exception(file: "Loading/OneOffTasks.swift", member: "capacityProviderStrategy", reason: "its form, at its place"),
    Exception(file: "Loading/OneOffTasks.swift", member: "networkConfiguration", reason: "its form, at its place"),
    Exception(file: "Loading/OneOffTasks.swift", member: "awsvpcConfiguration", reason: "its form, at its place"),
    Exception(file: "Loading/Specs/Interpolation.swift", member: "image", reason: "the word of ${image.KEY}"),
    Exception(file: "Planning/PlanFile/PlanCoding.swift", member: "image", reason: "a member of saved plans"),
    Exception(file: "Planning/PlanFile/PlanDecoding.swift", member: "image", reason: "a member of saved plans"),
    Exception(file: "Reporting/Machine/PlanJSON.swift", member: "image", reason: "a member of the JSON of plans"),
    Exception(file: "Preflight/UncheckedFindings.swift", member: "image", reason: "a word by which findings are ordered"),
    Exception(file: "Reporting/Daily/ComparisonText.swift", member: "image", reason: "a word of a sentence"),
    Exception(file: "reconcile/Commands/PromoteCommand.swift", member: "image", reason: "an option's name"),
    Exception(file: "reconcile/Commands/MirrorCommand.swift", member: "image", reason: "an option's name"),
    Exception(
      file: "Validation/Views/TaskDefinitionView.swift", member: "portMappings", reason: "rules look at each at its place"),
  ]

  private struct Spelling: Hashable {
    var file: String
    var member: String
  }

  @Test("members of documents are spelled where they are explained, and nowhere else")
  func members() {
    let found = Set(Repository.files.filter { !$0.isTest && !Self.isHome($0.path) }.flatMap(Self.spellings))
    let allowed = Set(Self.exceptions.map { Spelling(file: $0.file, member: $0.member) })
    for spelling in found.subtracting(allowed).sorted(by: { ($0.file, $0.member) < ($1.file, $1.member) }) {
      Issue.record(
        "\(spelling.file) spells \"\(spelling.member)\": ask a document of Sources/Resources/Documents, and extend it where it lacks it"
      )
    }
    for spelling in allowed.subtracting(found) where Self.members.contains(spelling.member) {
      Issue.record("\(spelling.file) spells \"\(spelling.member)\" no more: take it off the list")
    }
  }

  /// Files that split a path of files, an image or a pointer, which are no ARNs.
  private static let splitters: Set<String> = [
    "Platform/Files/Paths.swift", "Recording/StateBackups.swift", "Recording/StateFile.swift",
    "Recording/StateRestoration.swift",
    "reconcile/Imports/ClusterImport.swift",
  ]

  @Test("ARNs are taken apart by ARN and RevisionReference alone")
  func arns() {
    let files = Repository.files.filter { !$0.isTest && !$0.path.hasPrefix("Sources/Resources/Documents/") }
    let prefixed = files.filter { $0.text.contains(#"hasPrefix("arn:"#) }.map(\.path)
    #expect(prefixed == [], "write ARN.isARN, or ARN(_:)")
    let splitting = Set(
      files.filter { $0.text.contains(#/split\(separator: "/"(, [a-zA-Z]+: \w+)*\)\.last/#) }.map { Self.name($0.path) })
    #expect(splitting.subtracting(Self.splitters).sorted() == [], "write ARN.lastName(of:), or RevisionReference(_:)")
    #expect(Self.splitters.subtracting(splitting).sorted() == [], "take them off the list")
  }

  @Test("the cluster that is meant where none is named is said once")
  func cluster() {
    let guessing = Repository.files.filter { !$0.isTest && $0.text.contains(#"scope ?? "default""#) }.map(\.path)
    #expect(guessing == [], "write identity.cluster")
  }

  // MARK: Reading sources

  private static func isHome(_ path: String) -> Bool { homes.contains { path.hasPrefix($0) } }
  private static func name(_ path: String) -> String { String(path.dropFirst("Sources/".count)) }

  /// Texts that are a member's name and nothing else, outside of comments and of texts with quotes in them.
  private static func spellings(in file: Repository.File) -> [Spelling] {
    var found: [Spelling] = []
    for line in file.text.split(separator: "\n") {
      let code = line.drop { $0 == " " }
      if code.hasPrefix("//") || code.contains("#\"") || code.contains("\\\"") { continue }
      // What stands between two quotes is every second part.
      for (position, part) in code.split(separator: "\"", omittingEmptySubsequences: false).enumerated() where position % 2 == 1 {
        if members.contains(String(part)) { found.append(Spelling(file: name(file.path), member: String(part))) }
      }
    }
    return found
  }
}
