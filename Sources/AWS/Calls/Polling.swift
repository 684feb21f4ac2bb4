import Providers

extension APICalls {
  /// Asks again and again until there is an answer; nil when `limit` seconds of the cloud's time have passed without one.
  func poll<Value>(
    upTo limit: Double, every pause: ClosedRange<Double> = 4...8, operation: String,
    _ question: () async throws(ProviderError) -> Value?
  ) async throws(ProviderError) -> Value? {
    let deadline = await clock.now() + limit
    while true {
      if let answer = try await question() { return answer }
      let left = deadline - (await clock.now())
      guard left > 0 else { return nil }
      await clock.sleep(for: .seconds(min(left, jitter.seconds(in: pause))))
      if Task.isCancelled {
        throw ProviderError(.cancelled, operation: operation, message: "stopped while waiting")
      }
    }
  }
}
