import AWS

/// The credentials of a run: found once, kept, and found anew some minutes before they end.
actor CredentialStore {
  private let chain: CredentialChain
  private let clock: any AWSClock
  private var known: Credentials?
  private var search: Task<Result<Credentials, AWSError>, Never>?

  /// Credentials that end sooner are renewed, as botocore does it.
  private static let margin = 600.0

  init(_ chain: CredentialChain, clock: any AWSClock) {
    self.chain = chain
    self.clock = clock
  }

  func current() async throws(AWSError) -> Credentials {
    if let known, await isFresh(known) { return known }
    // Whoever comes meanwhile waits for the same answer.
    let search =
      search
      ?? Task { [chain] in
        do throws(AWSError) { return .success(try await chain.find()) } catch { return .failure(error) }
      }
    self.search = search
    let found = await search.value
    self.search = nil
    if case .success(let credentials) = found { known = credentials }
    // Those that have not ended yet are better than none.
    if case .failure = found, let known, let expiry = known.expiry, await clock.now() < expiry { return known }
    return try found.get()
  }

  private func isFresh(_ credentials: Credentials) async -> Bool {
    guard let expiry = credentials.expiry else { return true }
    return await clock.now() + Self.margin < expiry
  }
}
