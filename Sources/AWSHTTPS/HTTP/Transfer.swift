import CCurl

/// One request on its way: libcurl's handle, and what came back until now. Used by the thread of its loop alone.
final class Transfer: @unchecked Sendable {
  let handle: UnsafeMutableRawPointer
  private var headerList: UnsafeMutablePointer<curl_slist>?
  private let body: [UInt8]
  private var given = 0
  private var answer: [UInt8] = []
  private var headers: [String: String] = [:]
  private var isTooMuch = false
  private var finish: ((Result<HTTPAnswer, HTTPFailure>) -> Void)?

  /// Nobody answers more; a document of S3 is a state, all else is pages.
  private static let sizeLimit = 256 << 20

  /// Nil when libcurl has no memory for it.
  init?(_ request: HTTPRequest, _ settings: HTTPSettings, finish: @escaping (Result<HTTPAnswer, HTTPFailure>) -> Void) {
    guard let handle = reconcile_curl_new() else { return nil }
    self.handle = handle
    body = request.body
    self.finish = finish
    set(request)
    set(settings, for: request)
  }

  deinit {
    reconcile_curl_free_list(headerList)
    reconcile_curl_free(handle)
  }

  private func set(_ request: HTTPRequest) {
    text(CURLOPT_URL, request.url)
    text(CURLOPT_CUSTOMREQUEST, request.method)
    // What libcurl would add of its own is switched off: an answer to `Expect` costs a round trip.
    let own = ["Expect:", "Accept:"]
    for line in own + request.headers.map({ "\($0.name): \($0.value)" }) { headerList = reconcile_curl_append(headerList, line) }
    reconcile_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headerList)
    switch request.method {
    case "HEAD": number(CURLOPT_NOBODY, 1)
    case "GET", "DELETE": break
    default:
      number(CURLOPT_POST, 1)
      number(CURLOPT_POSTFIELDSIZE, body.count)
      // Read through a function that cannot begin anew: libcurl would otherwise send a request once more when a connection that
      // it reused ends without an answer, and nobody knows whether the first one was carried out.
      reconcile_curl_set_sink(handle, CURLOPT_READFUNCTION) { bytes, size, count, target in
        Transfer.of(target).give(to: bytes, size * count)
      }
    }
    let pointer = Unmanaged.passUnretained(self).toOpaque()
    reconcile_curl_set_pointer(handle, CURLOPT_PRIVATE, pointer)
    reconcile_curl_set_pointer(handle, CURLOPT_READDATA, pointer)
    reconcile_curl_set_pointer(handle, CURLOPT_WRITEDATA, pointer)
    reconcile_curl_set_pointer(handle, CURLOPT_HEADERDATA, pointer)
    reconcile_curl_set_sink(handle, CURLOPT_WRITEFUNCTION) { bytes, size, count, target in
      Transfer.of(target).take(body: bytes, size * count)
    }
    reconcile_curl_set_sink(handle, CURLOPT_HEADERFUNCTION) { bytes, size, count, target in
      Transfer.of(target).take(header: bytes, size * count)
    }
  }

  private func set(_ settings: HTTPSettings, for request: HTTPRequest) {
    number(CURLOPT_NOSIGNAL, 1)
    number(CURLOPT_TCP_NODELAY, 1)
    // Keys of objects may hold `..`, which is no step up.
    number(CURLOPT_PATH_AS_IS, 1)
    number(CURLOPT_CONNECTTIMEOUT_MS, settings.connectSeconds * 1000)
    number(CURLOPT_TIMEOUT_MS, settings.answerSeconds * 1000)
    number(CURLOPT_HTTP_VERSION, Int(CURL_HTTP_VERSION_2TLS))
    text(CURLOPT_PROTOCOLS_STR, request.scheme)
    if let bundle = settings.certificates { text(CURLOPT_CAINFO, bundle) }
    if let proxies = settings.bypassedHosts { text(CURLOPT_NOPROXY, proxies) }
  }

  private func number(_ option: CURLoption, _ value: Int) { reconcile_curl_set_long(handle, option, value) }
  private func text(_ option: CURLoption, _ value: String) { reconcile_curl_set_text(handle, option, value) }

  // MARK: What comes back

  static func of(_ pointer: UnsafeMutableRawPointer?) -> Transfer {
    // Set by `set`, and never to anything else.
    Unmanaged<Transfer>.fromOpaque(pointer!).takeUnretainedValue()
  }

  private func give(to bytes: UnsafeMutablePointer<CChar>?, _ room: Int) -> Int {
    let part = body[given..<min(body.count, given + room)]
    guard let bytes, !part.isEmpty else { return 0 }
    part.withUnsafeBytes { UnsafeMutableRawPointer(bytes).copyMemory(from: $0.baseAddress!, byteCount: part.count) }
    given += part.count
    return part.count
  }

  private func take(body bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes, answer.count + count <= Self.sizeLimit else {
      isTooMuch = true
      return 0
    }
    answer.append(contentsOf: UnsafeRawBufferPointer(start: bytes, count: count))
    return count
  }

  private func take(header bytes: UnsafeMutablePointer<CChar>?, _ count: Int) -> Int {
    guard let bytes else { return 0 }
    let line = String(decoding: UnsafeRawBufferPointer(start: bytes, count: count), as: UTF8.self)
    // A proxy's answer, or `100 Continue`, comes before the one that counts.
    if line.hasPrefix("HTTP/") { headers = [:] }
    if let colon = line.firstIndex(of: ":") {
      let value = line[line.index(after: colon)...].drop { $0 == " " || $0 == "\t" }.prefix {
        $0 != "\r\n" && $0 != "\r" && $0 != "\n"
      }
      headers[line[..<colon].lowercased()] = String(value)
    }
    return count
  }

  // MARK: The end

  /// `result` is libcurl's.
  func end(_ result: CURLcode) {
    guard result == CURLE_OK else { return end(.failure(failure(result))) }
    let status = Int(reconcile_curl_get_long(handle, CURLINFO_RESPONSE_CODE))
    end(.success(HTTPAnswer(status: status, headers: headers, body: answer)))
  }

  func end(_ result: Result<HTTPAnswer, HTTPFailure>) {
    finish?(result)
    finish = nil
  }

  private func failure(_ result: CURLcode) -> HTTPFailure {
    if isTooMuch {
      return HTTPFailure(kind: .tooMuch, message: "the answer is longer than \(Self.sizeLimit >> 20) MB", isCertain: false)
    }
    let wasSent = reconcile_curl_get_long(handle, CURLINFO_REQUEST_SIZE) > 0
    return HTTPFailure(
      kind: .unreachable, message: String(cString: reconcile_curl_words(result)), isCertain: !wasSent)
  }
}

/// What all requests of one client have in common.
struct HTTPSettings: Sendable {
  var connectSeconds = 10
  /// Until the whole answer is there.
  var answerSeconds = 90
  /// A file of certificates in PEM; nil: those of the system.
  var certificates: String?
  /// Hosts that are reached without the proxy of the environment; nil: as `NO_PROXY` says.
  var bypassedHosts: String?
  /// So many requests are on their way at a time.
  var concurrency = 24
}
