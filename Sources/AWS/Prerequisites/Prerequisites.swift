import JSONDocument
package import Providers
import Resources

extension AWSProvider {
  /// Asks all services at once, each in as few calls as it allows. Reads only.
  package func answers(
    about prerequisites: [Prerequisite]
  ) async throws(ProviderError) -> [Prerequisite: PrerequisiteAnswer] {
    let calls = calls
    let questions = Questions(Set(prerequisites), identity: identity).all
    let answers = try await concurrently(questions) { question throws(ProviderError) in
      do throws(ProviderError) {
        return try await question.ask(calls)
      } catch {
        guard error.kind != .credentials, error.kind != .cancelled else { throw error }
        return Dictionary(question.subjects.map { ($0, .unknown(error)) }, uniquingKeysWith: { first, _ in first })
      }
    }
    return Dictionary(answers.joined().map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first })
  }
}

/// One call, or a few that belong together, and what it answers about.
struct Question: Sendable {
  typealias Answers = [Prerequisite: PrerequisiteAnswer]

  var subjects: [Prerequisite]
  var ask: @Sendable (APICalls) async throws(ProviderError) -> Answers
}

/// Prerequisites sorted into calls.
struct Questions {
  private let wanted: [Prerequisite]
  private let identity: ProviderIdentity

  init(_ wanted: Set<Prerequisite>, identity: ProviderIdentity) {
    self.wanted = Array(wanted)
    self.identity = identity
  }

  var all: [Question] {
    var questions: [Question] = []
    var images: [ImageReference] = []
    var parameters: [String] = []
    var subnets: [String] = []
    var groups: [String] = []
    var targets: [String] = []
    for prerequisite in wanted {
      switch prerequisite {
      case .caller: questions.append(Question(subjects: [.caller]) { calls throws(ProviderError) in try await calls.caller() })
      case .role(let arn):
        questions.append(Question(subjects: [prerequisite]) { calls throws(ProviderError) in try await calls.role(arn) })
      case .secret(let id):
        questions.append(Question(subjects: [prerequisite]) { calls throws(ProviderError) in try await calls.secret(id) })
      case .image(let image): if image.isInRegion(of: identity) { images.append(image) }
      case .parameter(let name): parameters.append(name)
      case .subnet(let id): subnets.append(id)
      case .securityGroup(let id): groups.append(id)
      case .targetGroup(let arn): targets.append(arn)
      }
    }
    questions += Self.batches(parameters, of: 50, Prerequisite.parameter) { $0.parameters }
    questions += Self.batches(subnets, of: 100, Prerequisite.subnet) { $0.subnets }
    questions += Self.batches(groups, of: 100, Prerequisite.securityGroup) { $0.securityGroups }
    questions += Self.batches(targets, of: 20, Prerequisite.targetGroup) { $0.targetGroups }
    questions += ImageBatch.all(images, caller: identity.accountId).map { batch in
      Question(subjects: batch.images.map(Prerequisite.image)) { calls throws(ProviderError) in
        let pushed = try await calls.pushed(batch)
        return Question.answers(batch.images, Prerequisite.image) { image in
          pushed[image].map { .image(digest: $0.digest, platforms: $0.platforms) }
        }
      }
    }
    return questions
  }

  private typealias Asking = @Sendable ([String]) async throws(ProviderError) -> Question.Answers

  private static func batches(
    _ names: [String], of size: Int, _ make: @escaping @Sendable (String) -> Prerequisite,
    _ asking: @escaping @Sendable (APICalls) -> Asking
  ) -> [Question] {
    names.sorted().pieces(of: size).map { batch in
      Question(subjects: batch.map(make)) { calls throws(ProviderError) in try await asking(calls)(batch) }
    }
  }
}

extension Question {
  /// Present with these facts, or absent without.
  static func answers<Name>(
    _ names: [Name], _ make: (Name) -> Prerequisite, _ facts: (Name) -> PrerequisiteFacts?
  ) -> Answers {
    Dictionary(
      names.map { (make($0), facts($0).map(PrerequisiteAnswer.present) ?? .absent) }, uniquingKeysWith: { first, _ in first })
  }
}

extension APICalls.CallPolicy {
  /// For what is good to know and must not hold up a plan.
  static let fewAttempts = APICalls.CallPolicy(attempts: 3)
}
