import JSONDocument
import Providers
import Resources

/// Makes calls of the API: the one place where they are paced, tried again, and their errors understood.
struct APICalls: Sendable {
  let client: any AWSClient
  let identity: ProviderIdentity
  let jitter: Jitter
  let pacer: Pacer
  let recent = RecentObjects()
  let retries = RetryLog()

  init(client: any AWSClient, identity: ProviderIdentity, random: any RandomNumberGenerator & Sendable) {
    self.client = client
    self.identity = identity
    jitter = Jitter(random)
    pacer = Pacer(clock: client.clock)
  }

  var clock: any AWSClock { client.clock }

  /// What one call may do beyond the ordinary.
  struct CallPolicy: Sendable {
    /// The same request may be sent again when its answer was lost. Not so for calls that make a second thing then.
    var isRepeatable = true
    /// Codes that mean "not seen everywhere yet" here, because what they miss was made a moment ago.
    var settling: Set<String> = []
    /// Codes that are an answer to be judged by the caller at once, though they would pass by themselves.
    var immediate: Set<String> = []
    /// Give up after so many attempts; for somebody who asks again anyway.
    var attempts = Int.max

    static let standard = CallPolicy()
    static let neverRepeat = CallPolicy(isRepeatable: false)
  }

  func call(
    _ service: AWSRequest.Service, _ operation: String, _ input: JSON, _ policy: CallPolicy = .standard
  ) async throws(ProviderError) -> JSON {
    let request = AWSRequest(service, operation, input)
    let group = APIGroup(request)
    var budget = RetryBudget()
    var mayHaveChanged = false
    var attempts = 0

    while true {
      if Task.isCancelled { throw cancelled(operation, mayHaveChanged) }
      await pacer.turn(in: group)
      if Task.isCancelled { throw cancelled(operation, mayHaveChanged) }
      do throws(AWSError) {
        let answer = try await client.call(request)
        await pacer.succeeded(group)
        return answer
      } catch {
        attempts += 1
        let failure = classify(error, operation, policy)
        if failure == .throttled { await pacer.wasThrottled(group) }
        let isUncertain = request.changesSomething && !(error.isCertain && failure.showsNothingDone(error))
        mayHaveChanged = mayHaveChanged || isUncertain
        let mayRepeat = policy.isRepeatable || !isUncertain
        guard mayRepeat, attempts < policy.attempts, !policy.immediate.contains(error.code),
          let wait = budget.wait(after: failure, now: await clock.now(), jitter: jitter)
        else {
          throw ProviderError(error, failure, of: request, effect: mayHaveChanged ? .unknown : .no)
        }
        retries.note(failure)
        await clock.sleep(for: .seconds(wait))
      }
    }
  }

  private func classify(_ error: AWSError, _ operation: String, _ policy: CallPolicy) -> FailureClass {
    policy.settling.contains(error.code) ? .settling : FailureClass(error, operation: operation)
  }

  private func cancelled(_ operation: String, _ mayHaveChanged: Bool) -> ProviderError {
    ProviderError(
      .cancelled, operation: operation, message: "stopped before an answer came", effect: mayHaveChanged ? .unknown : .no)
  }
}

extension AWSRequest {
  /// False for calls that only read.
  var changesSomething: Bool {
    !["Describe", "List", "Get", "Head", "BatchGet", "Filter"].contains { operation.hasPrefix($0) }
  }
}

extension ProviderError {
  /// What the call works on does not exist: for a read an answer, for a deletion a success.
  var isAbsence: Bool { kind == .gone }
}
