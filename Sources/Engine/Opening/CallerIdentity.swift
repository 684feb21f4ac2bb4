import AWS
package import Loading
import Providers
import Resources

/// Who the calls of an environment come from, as AWS sees it.
package struct CallerIdentity: Sendable, Equatable {
  /// `arn:aws:sts::222222222222:assumed-role/deploy/kim`
  package var arn: String
  package var account: String
  /// Where the credentials came from; nil where the `aws` program looks for them.
  package var origin: String?
}

extension Reconciler {
  /// Asks AWS who makes the calls of the environment. Opens no state.
  package static func caller(
    of environment: LoadedEnvironment, stateDirectory: String? = nil
  ) async throws(EngineError) -> CallerIdentity {
    let provider = environment.settings.provider
    let client = try ClientFactory(provider, stateDirectory: stateDirectory ?? environment.settings.stateDirectory).cloud()
    return try await mappingProviderErrors { () async throws(ProviderError) in
      try await AWSProvider(client: client, identity: provider.identity).caller(through: client)
    }
  }
}

extension AWSProvider {
  fileprivate func caller(through client: any AWSClient) async throws(ProviderError) -> CallerIdentity {
    let (arn, account) = try await caller()
    // The call went through, so there are credentials.
    let origin = try? await (client as? any RemoteClient)?.credentialOrigin()
    return CallerIdentity(arn: arn, account: account, origin: origin)
  }
}
