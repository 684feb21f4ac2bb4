import Loading
import Platform
import Recording
import RemoteState

extension StateKeys {
  /// The keys that environment.json names. Nothing is read or asked before one is needed.
  init(_ encryption: StateEncryption?, clients: ClientFactory) {
    self.init(
      (encryption?.keys ?? []).map { key in
        switch key {
        case .passphraseFile(let path, let iterations):
          PassphraseKey(named: "the passphrase in \(path)", iterations: iterations) { () throws(StateKeyFailure) in
            do throws(FileProblem) { return try FileSystem.readRegularFile(path, limit: 1 << 16) } catch {
              throw StateKeyFailure("the file \(path) cannot be read (\(error.reason.lowercased()))")
            }
          }
        case .passphraseVariable(let name, let iterations):
          PassphraseKey(named: "the passphrase in the variable \(name)", iterations: iterations) { () throws(StateKeyFailure) in
            guard let text = ProcessEnvironment()[name] else { throw StateKeyFailure("the variable \(name) is not set") }
            return Array(text.utf8)
          }
        case .kms(let id):
          KMSKey(id: id) { () throws(StateKeyFailure) in
            do throws(EngineError) { return try clients.keys() } catch { throw StateKeyFailure("KMS cannot be asked: \(error)") }
          }
        }
      })
  }
}
