import LibCrypto

/// 32 bytes that values are sealed with: AES-256-GCM of the system's OpenSSL.
///
/// A sealed value can be read with the key only, and any change of it is noticed. It is bound to a context, the place that it
/// belongs to: put into another one, it does not open.
package struct SealingKey: Sendable, Equatable {
  package static let size = 32
  private static let nonceSize = 12
  private static let tagSize = 16

  package let bytes: [UInt8]

  /// Nil when there are not 32 of them.
  package init?(_ bytes: [UInt8]) {
    guard bytes.count == Self.size else { return nil }
    self.bytes = bytes
  }

  /// A new one of the system's random numbers.
  package init() throws(SealingFailure) {
    bytes = try RandomBytes.make(Self.size)
  }

  /// The nonce, what was encrypted, and the tag.
  package func seal(_ plain: [UInt8], for context: String) throws(SealingFailure) -> [UInt8] {
    let nonce = try RandomBytes.make(Self.nonceSize)
    let cipher = try Cipher(.sealing, key: bytes, nonce: nonce)
    try cipher.bind(Array(context.utf8))
    let hidden = try cipher.update(plain)
    guard try cipher.finish() else { throw SealingFailure(doing: "EVP_EncryptFinal_ex") }
    return nonce + hidden + (try cipher.tag(Self.tagSize))
  }

  /// Nil for what this key did not seal for this context, or what was changed since.
  package func open(_ sealed: [UInt8], for context: String) throws(SealingFailure) -> [UInt8]? {
    guard sealed.count >= Self.nonceSize + Self.tagSize else { return nil }
    let cipher = try Cipher(.opening, key: bytes, nonce: Array(sealed[..<Self.nonceSize]))
    try cipher.bind(Array(context.utf8))
    let plain = try cipher.update(Array(sealed[Self.nonceSize..<sealed.count - Self.tagSize]))
    try cipher.expect(tag: Array(sealed.suffix(Self.tagSize)))
    return try cipher.finish() ? plain : nil
  }
}

/// OpenSSL could not do what it always can: this says which of its functions failed.
package struct SealingFailure: Error, Sendable, Equatable {
  package let function: String

  init(doing function: String) { self.function = function }
}

package enum RandomBytes {
  package static func make(_ count: Int) throws(SealingFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    guard RAND_bytes(&bytes, Int32(count)) == 1 else { throw SealingFailure(doing: "RAND_bytes") }
    return bytes
  }
}

/// A run of AES-256-GCM.
private final class Cipher {
  enum Direction: Int32 {
    case opening = 0
    case sealing = 1
  }

  private let context: OpaquePointer

  init(_ direction: Direction, key: [UInt8], nonce: [UInt8]) throws(SealingFailure) {
    guard let context = EVP_CIPHER_CTX_new() else { throw SealingFailure(doing: "EVP_CIPHER_CTX_new") }
    self.context = context
    // GCM's nonces have 12 bytes unless something else is said.
    guard EVP_CipherInit_ex(context, EVP_aes_256_gcm(), nil, key, nonce, direction.rawValue) == 1 else {
      throw SealingFailure(doing: "EVP_CipherInit_ex")
    }
  }

  deinit { EVP_CIPHER_CTX_free(context) }

  /// Takes part in the tag, and is not encrypted.
  func bind(_ bytes: [UInt8]) throws(SealingFailure) {
    var count: Int32 = 0
    guard EVP_CipherUpdate(context, nil, &count, bytes, Int32(bytes.count)) == 1 else {
      throw SealingFailure(doing: "EVP_CipherUpdate")
    }
  }

  func update(_ bytes: [UInt8]) throws(SealingFailure) -> [UInt8] {
    guard !bytes.isEmpty else { return [] }
    guard let length = Int32(exactly: bytes.count) else { throw SealingFailure(doing: "EVP_CipherUpdate") }
    var output = [UInt8](repeating: 0, count: bytes.count)
    var count: Int32 = 0
    guard EVP_CipherUpdate(context, &output, &count, bytes, length) == 1, count == length else {
      throw SealingFailure(doing: "EVP_CipherUpdate")
    }
    return output
  }

  /// False when what is opened is not what was sealed.
  func finish() throws(SealingFailure) -> Bool {
    var rest = [UInt8](repeating: 0, count: 16)
    var count: Int32 = 0
    return EVP_CipherFinal_ex(context, &rest, &count) == 1
  }

  func tag(_ size: Int) throws(SealingFailure) -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: size)
    guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, Int32(size), &tag) == 1 else {
      throw SealingFailure(doing: "EVP_CIPHER_CTX_ctrl")
    }
    return tag
  }

  func expect(tag: [UInt8]) throws(SealingFailure) {
    var tag = tag
    guard EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, Int32(tag.count), &tag) == 1 else {
      throw SealingFailure(doing: "EVP_CIPHER_CTX_ctrl")
    }
  }
}
