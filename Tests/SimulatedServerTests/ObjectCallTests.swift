import AWS
import JSONDocument
import Testing

@testable import SimulatedServer

@Suite("Requests of S3")
struct ObjectCallTests {
  private static let key = "/states/envs/a%20b%2Bc.json"

  @Test(
    "They are named by method, path and sub-resource",
    arguments: [
      ("GET", "/", "", "ListBuckets", #"{}"#),
      ("PUT", "/states", "", "CreateBucket", #"{"Bucket": "states"}"#),
      ("PUT", "/states/", "", "CreateBucket", #"{"Bucket": "states"}"#),
      ("HEAD", "/states", "", "HeadBucket", #"{"Bucket": "states"}"#),
      ("DELETE", "/states", "", "DeleteBucket", #"{"Bucket": "states"}"#),
      ("GET", "/states", "location", "GetBucketLocation", #"{"Bucket": "states"}"#),
      ("GET", "/states", "versioning=", "GetBucketVersioning", #"{"Bucket": "states"}"#),
      ("GET", "/states", "prefix=a%2F&marker=b", "ListObjects", #"{"Bucket": "states", "Prefix": "a/", "Marker": "b"}"#),
      (
        "GET", "/states", "list-type=2&prefix=&max-keys=3&continuation-token=x&encoding-type=url", "ListObjectsV2",
        #"{"Bucket": "states", "MaxKeys": 3, "ContinuationToken": "x", "EncodingType": "url"}"#
      ),
      ("GET", "/states", "versions&key-marker=a", "ListObjectVersions", #"{"Bucket": "states", "KeyMarker": "a"}"#),
      ("GET", key, "x-id=GetObject", "GetObject", #"{"Bucket": "states", "Key": "envs/a b+c.json"}"#),
      ("GET", "/states//a//b/", "", "GetObject", #"{"Bucket": "states", "Key": "/a//b/"}"#),
      ("HEAD", key, "versionId=v", "HeadObject", #"{"Bucket": "states", "Key": "envs/a b+c.json", "VersionId": "v"}"#),
      ("DELETE", key, "", "DeleteObject", #"{"Bucket": "states", "Key": "envs/a b+c.json"}"#),
      ("PUT", key, "", "PutObject", #"{"Bucket": "states", "Key": "envs/a b+c.json", "Body": ""}"#),
    ])
  func named(method: String, path: String, query: String, operation: String, input: String) throws {
    let request = try ObjectCall(method: method, path: path, query: query, headers: [:], body: []).request.get()
    #expect(request == AWSRequest(.s3, operation, try #require(JSON.parse(input).document)))
  }

  @Test("A host that begins with the bucket leaves the whole path to the key")
  func hostBucket() throws {
    let call = ObjectCall(method: "PUT", path: "/states/a", headers: [:], body: [], hostBucket: "b")
    #expect(try call.request.get().input == ["Bucket": "b", "Key": "states/a", "Body": ""])
  }

  @Test("Headers hold what is kept with the object, and conditions")
  func headers() throws {
    let headers = [
      "content-type": "text/plain", "if-none-match": "*", "content-encoding": "aws-chunked, gzip", "x-amz-meta-team": "a",
      "x-amz-acl": "private", "x-amz-storage-class": "STANDARD", "x-amz-server-side-encryption": "AES256",
      "x-amz-date": "20260105T090000Z", "x-amz-checksum-crc32": "AAAA", "x-amz-expected-bucket-owner": "1", "user-agent": "x",
    ]
    let body = Array("3;chunk-signature=f00\r\nabc\r\n2;chunk-signature=f00\r\nde\r\n0;chunk-signature=f00\r\n\r\n".utf8)
    let input = try ObjectCall(method: "PUT", path: "/states/a", headers: headers, body: body).request.get().input
    let expected: JSON = [
      "Bucket": "states", "Key": "a", "ContentEncoding": "gzip", "ContentType": "text/plain", "IfNoneMatch": "*",
      "ServerSideEncryption": "AES256", "ExpectedBucketOwner": "1", "Metadata": ["team": "a"], "Body": "abcde",
    ]
    #expect(input == expected)
  }

  @Test(
    "Bodies of buckets are read as XML",
    arguments: [
      (
        "",
        #"<?xml version="1.0"?><CreateBucketConfiguration xmlns="x"><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>"#,
        #"{"Bucket": "states", "CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}"#
      ),
      (
        "versioning", "<VersioningConfiguration>\n <!-- on --> <Status>Ena&#98;led</Status>\n</VersioningConfiguration>",
        #"{"Bucket": "states", "VersioningConfiguration": {"Status": "Enabled"}}"#
      ),
      (
        "versioning", "<VersioningConfiguration><MfaDelete>Enabled</MfaDelete></VersioningConfiguration>",
        #"{"Bucket": "states", "VersioningConfiguration": {"MFADelete": "Enabled"}}"#
      ),
    ])
  func documents(query: String, body: String, input: String) throws {
    let call = ObjectCall(method: "PUT", path: "/states", query: query, headers: [:], body: Array(body.utf8))
    #expect(try call.request.get().input == JSON.parse(input).document)
  }

  @Test("What is no XML is malformed", arguments: ["", "<a>", "<a></b>", "<a/><b/>", "<a>&x;</a>", "<!DOCTYPE a><a/>", "x"])
  func malformed(body: String) {
    #expect(XMLElement(document: Array(body.utf8)) == nil)
    let call = ObjectCall(method: "PUT", path: "/states", query: "versioning", headers: [:], body: Array(body.utf8))
    #expect(Self.refusal(call)?.code == "MalformedXML")
  }

  @Test(
    "What is not served is refused by its name",
    arguments: [
      ("PUT", "/states/a", "tagging", [:], "PutObjectTagging"), ("GET", "/states/a", "tagging", [:], "GetObjectTagging"),
      ("DELETE", "/states/a", "tagging", [:], "DeleteObjectTagging"), ("PUT", "/states/a", "acl", [:], "PutObjectAcl"),
      ("GET", "/states/a", "acl", [:], "GetObjectAcl"), ("PUT", "/states", "acl", [:], "PutBucketAcl"),
      ("PUT", "/states", "lifecycle", [:], "PutBucketLifecycleConfiguration"),
      ("DELETE", "/states", "lifecycle", [:], "DeleteBucketLifecycle"),
      ("DELETE", "/states", "policy", [:], "DeleteBucketPolicy"), ("DELETE", "/states", "tagging", [:], "DeleteBucketTagging"),
      ("PUT", "/states", "tagging", [:], "PutBucketTagging"), ("PUT", "/states", "encryption", [:], "PutBucketEncryption"),
      ("PUT", "/states", "publicAccessBlock", [:], "PutPublicAccessBlock"),
      ("PUT", "/states", "object-lock", [:], "PutObjectLockConfiguration"),
      ("PUT", "/states/a", "retention", [:], "PutObjectRetention"), ("PUT", "/states/a", "legal-hold", [:], "PutObjectLegalHold"),
      ("POST", "/states", "delete", [:], "DeleteObjects"), ("POST", "/states/a", "uploads", [:], "CreateMultipartUpload"),
      ("PUT", "/states/a", "partNumber=1&uploadId=x", [:], "UploadPart"),
      ("POST", "/states/a", "uploadId=x", [:], "CompleteMultipartUpload"),
      ("DELETE", "/states/a", "uploadId=x", [:], "AbortMultipartUpload"),
      ("GET", "/states", "uploads", [:], "ListMultipartUploads"),
      ("POST", "/states/a", "restore", [:], "RestoreObject"), ("PUT", "/states/a", "renameObject", [:], "RenameObject"),
      ("PUT", "/states/a", "", ["x-amz-copy-source": "/states/b"], "CopyObject"),
      ("POST", "/states/a", "", [:], "POST of objects"), ("PATCH", "/states", "", [:], "PATCH of buckets"),
      ("PUT", "/states", "policyStatus", [:], "PUT of buckets with \"?policyStatus\""),
      ("PUT", "/states/a", "future", [:], "PutObject with \"?future\""),
      ("DELETE", "/states", "future", [:], "DeleteBucket with \"?future\""),
      ("GET", "/states/a", "partNumber=1", [:], "GetObject with \"?partNumber\""),
      ("GET", "/states/a", "response-content-type=x", [:], "GetObject with \"?response-content-type\""),
      ("GET", "/states", "list-type=2&fetch-owner=true", [:], "ListObjectsV2 with \"?fetch-owner\""),
      ("GET", "/states/a", "", ["range": "bytes=0-1"], "GetObject with the header range"),
      ("GET", "/states/a", "", ["if-modified-since": "x"], "GetObject with the header if-modified-since"),
      ("PUT", "/states/a", "", ["x-amz-tagging": "a=b"], "PutObject with the header x-amz-tagging"),
      ("PUT", "/states/a", "", ["x-amz-acl": "public-read"], "PutObject with the header x-amz-acl"),
      ("PUT", "/states/a", "", ["x-amz-object-lock-mode": "GOVERNANCE"], "PutObject with the header x-amz-object-lock-mode"),
      ("DELETE", "/states/a", "", ["x-amz-mfa": "1"], "DeleteObject with the header x-amz-mfa"),
      ("DELETE", "/states/a", "", ["if-none-match": "*"], "DeleteObject with the header if-none-match"),
    ] as [(String, String, String, [String: String], String)])
  func unserved(method: String, path: String, query: String, headers: [String: String], what: String) {
    let call = ObjectCall(method: method, path: path, query: query, headers: headers, body: Array("x".utf8))
    let error = Self.refusal(call)
    #expect(error?.message == "The simulated cloud does not serve \(what).")
    let answer = IncomingCall(call).wire.failure(error ?? AWSError(code: "", message: ""), id: "7")
    #expect(answer.status == 501)
    #expect(answer.body.contains("<Code>NotImplemented</Code>"))
  }

  @Test(
    "What is ambiguous or broken is refused",
    arguments: [
      ("GET", "/states", "list-type=3", [:], "", "InvalidArgument"),
      ("GET", "/states", "max-keys=many", [:], "", "InvalidArgument"),
      ("GET", "/states", "prefix=a&prefix=b", [:], "", "InvalidArgument"),
      ("PUT", "/states/a", "", ["x-amz-content-sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"], "3\r\nab", "IncompleteBody"),
      ("DELETE", "/states/a", "", [:], "body", "NotImplemented"),
    ] as [(String, String, String, [String: String], String, String)])
  func broken(method: String, path: String, query: String, headers: [String: String], body: String, code: String) {
    let call = ObjectCall(method: method, path: path, query: query, headers: headers, body: Array(body.utf8))
    #expect(Self.refusal(call)?.code == code)
  }

  @Test("Objects that are no text are refused")
  func bytes() {
    let call = ObjectCall(method: "PUT", path: "/states/a", headers: [:], body: [0xff])
    #expect(Self.refusal(call)?.message == "The simulated cloud does not serve objects that are no text.")
  }

  private static func refusal(_ call: ObjectCall) -> AWSError? {
    guard case .failure(let error) = call.request else { return nil }
    return error
  }

  @Test("Listings are written as S3 writes them")
  func listing() throws {
    let time = try #require(JSON.parse("1767603600.25").document)
    let answer: JSON = [
      "Name": "states", "IsTruncated": false,
      "Contents": [["Key": "a<b", "LastModified": time, "ETag": "\"1\""], ["Key": "c"]],
      "CommonPrefixes": [["Prefix": "d/"]],
    ]
    let wire = ObjectWire(isHead: false).success(answer, of: AWSRequest(.s3, "ListObjectsV2", [:]), id: "7")
    #expect(
      wire.body
        == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
        + "<Name>states</Name><IsTruncated>false</IsTruncated><Contents><Key>a&lt;b</Key>"
        + "<LastModified>2026-01-05T09:00:00.250Z</LastModified><ETag>&quot;1&quot;</ETag></Contents><Contents><Key>c</Key>"
        + "</Contents><CommonPrefixes><Prefix>d/</Prefix></CommonPrefixes></ListBucketResult>")
    let place = ObjectWire(isHead: false).success(
      ["LocationConstraint": "eu-west-1"], of: AWSRequest(.s3, "GetBucketLocation", [:]), id: "7")
    #expect(place.body.hasSuffix(">eu-west-1</LocationConstraint>"))
  }

  @Test("Facts of an object stand in headers")
  func facts() {
    let answer: JSON = [
      "Body": "text", "ETag": "\"1\"", "ContentLength": 4, "ContentType": "text/plain", "LastModified": 1_767_603_600,
      "VersionId": "v", "Metadata": ["team": "a"], "CacheControl": "no-store",
    ]
    for isHead in [false, true] {
      let wire = ObjectWire(isHead: isHead).success(
        answer, of: AWSRequest(.s3, isHead ? "HeadObject" : "GetObject", [:]), id: "7")
      #expect(wire.body == (isHead ? "" : "text"))
      #expect(wire.headers["Content-Length"] == (isHead ? "4" : nil))
      #expect(wire.contentType == "text/plain")
      #expect(
        wire.headers.filter { $0.key != "Content-Length" } == [
          "ETag": "\"1\"", "Last-Modified": "Mon, 05 Jan 2026 09:00:00 GMT", "x-amz-version-id": "v", "x-amz-meta-team": "a",
          "Cache-Control": "no-store",
        ])
    }
    let deleted = ObjectWire(isHead: false).success(
      ["DeleteMarker": true, "VersionId": "m"], of: AWSRequest(.s3, "DeleteObject", [:]), id: "7")
    #expect(deleted.status == 204)
    #expect(deleted.headers == ["x-amz-delete-marker": "true", "x-amz-version-id": "m"])
  }
}
