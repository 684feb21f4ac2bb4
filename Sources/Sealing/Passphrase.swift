import LibCrypto

/// A key made of what a person can write down: PBKDF2 with HMAC-SHA-512 (RFC 8018).
package enum Passphrase {
  /// What OpenTofu takes unless something else is said; OWASP's password storage cheat sheet asks for 210,000 or more.
  package static let iterations = 600_000
  package static let fewestIterations = 200_000
  package static let saltSize = 32
  /// Bytes. A shorter one can be tried out.
  package static let shortest = 16

  package static func key(_ passphrase: [UInt8], salt: [UInt8], iterations: Int) throws(SealingFailure) -> SealingKey {
    var bytes = [UInt8](repeating: 0, count: SealingKey.size)
    let made = passphrase.withUnsafeBytes { buffer in
      PKCS5_PBKDF2_HMAC(
        buffer.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: buffer.count), salt,
        Int32(clamping: salt.count), Int32(clamping: iterations), EVP_sha512(), Int32(SealingKey.size), &bytes)
    }
    guard made == 1, let key = SealingKey(bytes) else { throw SealingFailure(doing: "PKCS5_PBKDF2_HMAC") }
    return key
  }
}
