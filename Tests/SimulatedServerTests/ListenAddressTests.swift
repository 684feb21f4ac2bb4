import Testing

@testable import SimulatedServer

@Suite("Addresses to listen at")
struct ListenAddressTests {
  @Test(
    "are read",
    arguments: [
      ("127.0.0.1:4566", "127.0.0.1:4566", true), ("localhost:0", "127.0.0.1:0", true), (":80", "127.0.0.1:80", true),
      ("[::1]:4566", "[::1]:4566", true), ("0.0.0.0:4566", "0.0.0.0:4566", false), ("10.1.2.3:1", "10.1.2.3:1", false),
      ("[::]:1", "[::]:1", false),
    ])
  func read(text: String, written: String, isLoopback: Bool) throws {
    let address = try #require(ListenAddress(text))
    #expect(address.description == written)
    #expect(address.isLoopback == isLoopback)
  }

  @Test(
    "are refused",
    arguments: ["", "4566", "127.0.0.1", "127.0.0.1:99999", "example.com:80", "1.2.3:80", "[1.2.3.4]:1", "1.2.3.04:1"]
  )
  func refused(text: String) {
    #expect(ListenAddress(text) == nil)
  }
}
