package import APIModel

/// The call whose input the files of a kind hold, as AWS's model has it.
package struct KindInput: Sendable {
  package let model: APIModel
  /// `CreateService`.
  package let operation: String
  /// Members of the call that are not for files: reconcile says them itself.
  package let hidden: Set<String>

  init(_ model: APIModel, _ operation: String, hiding hidden: Set<String> = []) {
    self.model = model
    self.operation = operation
    self.hidden = hidden
  }

  /// What a file may say of it.
  package var members: [APIModel.Member] {
    model.input(of: operation).filter { !hidden.contains($0.name) }
  }
}
