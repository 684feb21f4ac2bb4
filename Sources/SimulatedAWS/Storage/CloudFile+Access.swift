import AWS
import GRDB
import Platform

extension CloudFile {
  /// Runs `work` on one consistent view of the file. A cloud in memory has one connection, which nobody else uses
  /// meanwhile, and needs no transaction for that.
  func read<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    let result: Result<Value, AWSError> = await withCheckedContinuation { continuation in
      if let queue = writer as? DatabaseQueue {
        queue.asyncWriteWithoutTransaction { database in continuation.resume(returning: Self.outcome { try work(database) }) }
      } else {
        writer.asyncRead { access in continuation.resume(returning: Self.outcome { try work(access.get()) }) }
      }
    }
    return try result.get()
  }

  /// Runs `work` as one transaction: all of it is in the file when this returns, and nothing of it when this throws.
  ///
  /// A task's cancellation does not reach in here: a call that was begun is made.
  func write<Value: Sendable>(
    _ work: @escaping @Sendable (Database) throws(AWSError) -> Value
  ) async throws(AWSError) -> Value {
    let result: Result<Value, AWSError> = await withCheckedContinuation { continuation in
      writer.asyncWrite({ database in try work(database) }) { _, result in
        continuation.resume(returning: Self.outcome { try result.get() })
      }
    }
    return try result.get()
  }

  private static func outcome<Value>(_ work: () throws -> Value) -> Result<Value, AWSError> {
    do {
      return .success(try work())
    } catch {
      return .failure(AWSError(storage: error))
    }
  }
}

extension CloudFile {
  static func words(_ error: DatabaseError) -> String {
    let words = error.message ?? "\(error.resultCode)"
    return error.resultCode == .SQLITE_IOERR ? words + FileSizeLimit.note : words
  }
}

extension AWSError {
  /// What a caller sees when the cloud's own file fails: the service is out of order.
  init(storage error: any Error) {
    switch error {
    case let error as AWSError: self = error
    case let error as DatabaseError:
      self.init(code: "ServerException", message: "simulated cloud: \(CloudFile.words(error))")
    default: self.init(code: "ServerException", message: "simulated cloud: \(error)")
    }
  }
}
