import AWS
import JSONDocument

/// Which operation of S3 a request is, by its method, its path and the sub-resource in its query: the `http` traits of the
/// model of botocore 1.43. All are named, so that what is not served is refused by its name.
enum ObjectOperations {
  enum Level: String {
    case service, bucket, object
  }

  /// `subresource`: the part of the query that says which operation is meant; empty when there is none.
  static func name(_ method: String, _ level: Level, _ subresource: String) -> String? {
    names["\(level.rawValue) \(method) \(subresource)"]
  }

  /// The part of a query that makes another operation of it, if there is one.
  static func subresource(in names: [String], _ level: Level) -> String {
    names.first { level == .service ? false : subresources[level]?.contains($0) ?? false } ?? ""
  }

  private static let names: [String: String] = {
    var names: [String: String] = [:]
    for line in table.split(separator: "\n") {
      let words = line.split(separator: " ")
      for entry in words.dropFirst(2) {
        let parts = entry.split(separator: "=", omittingEmptySubsequences: false)
        names["\(words[0]) \(words[1]) \(parts[0])"] = String(parts.last ?? "")
      }
    }
    return names
  }()

  private static let subresources: [Level: Set<String>] = {
    var subresources: [Level: Set<String>] = [:]
    for key in names.keys {
      let words = key.split(separator: " ", omittingEmptySubsequences: false)
      guard let level = Level(rawValue: String(words[0])), words[2] != "" else { continue }
      subresources[level, default: []].insert(String(words[2]))
    }
    return subresources
  }()

  private static let table = """
    service GET =ListBuckets
    bucket HEAD =HeadBucket
    bucket GET =ListObjects list-type=ListObjectsV2 versions=ListObjectVersions location=GetBucketLocation
    bucket GET versioning=GetBucketVersioning uploads=ListMultipartUploads session=CreateSession abac=GetBucketAbac
    bucket GET accelerate=GetBucketAccelerateConfiguration acl=GetBucketAcl analytics=GetBucketAnalyticsConfiguration
    bucket GET cors=GetBucketCors encryption=GetBucketEncryption lifecycle=GetBucketLifecycleConfiguration
    bucket GET intelligent-tiering=GetBucketIntelligentTieringConfiguration inventory=GetBucketInventoryConfiguration
    bucket GET logging=GetBucketLogging metadataConfiguration=GetBucketMetadataConfiguration
    bucket GET metadataTable=GetBucketMetadataTableConfiguration metrics=GetBucketMetricsConfiguration
    bucket GET notification=GetBucketNotificationConfiguration object-lock=GetObjectLockConfiguration
    bucket GET ownershipControls=GetBucketOwnershipControls policy=GetBucketPolicy policyStatus=GetBucketPolicyStatus
    bucket GET publicAccessBlock=GetPublicAccessBlock replication=GetBucketReplication
    bucket GET requestPayment=GetBucketRequestPayment tagging=GetBucketTagging website=GetBucketWebsite
    bucket PUT =CreateBucket versioning=PutBucketVersioning abac=PutBucketAbac acl=PutBucketAcl
    bucket PUT accelerate=PutBucketAccelerateConfiguration analytics=PutBucketAnalyticsConfiguration cors=PutBucketCors
    bucket PUT encryption=PutBucketEncryption intelligent-tiering=PutBucketIntelligentTieringConfiguration
    bucket PUT inventory=PutBucketInventoryConfiguration lifecycle=PutBucketLifecycleConfiguration logging=PutBucketLogging
    bucket PUT metadataInventoryTable=UpdateBucketMetadataInventoryTableConfiguration
    bucket PUT metadataJournalTable=UpdateBucketMetadataJournalTableConfiguration metrics=PutBucketMetricsConfiguration
    bucket PUT notification=PutBucketNotificationConfiguration object-lock=PutObjectLockConfiguration
    bucket PUT ownershipControls=PutBucketOwnershipControls policy=PutBucketPolicy publicAccessBlock=PutPublicAccessBlock
    bucket PUT replication=PutBucketReplication requestPayment=PutBucketRequestPayment tagging=PutBucketTagging
    bucket PUT website=PutBucketWebsite
    bucket DELETE =DeleteBucket analytics=DeleteBucketAnalyticsConfiguration cors=DeleteBucketCors
    bucket DELETE encryption=DeleteBucketEncryption inventory=DeleteBucketInventoryConfiguration
    bucket DELETE intelligent-tiering=DeleteBucketIntelligentTieringConfiguration lifecycle=DeleteBucketLifecycle
    bucket DELETE metadataConfiguration=DeleteBucketMetadataConfiguration
    bucket DELETE metadataTable=DeleteBucketMetadataTableConfiguration metrics=DeleteBucketMetricsConfiguration
    bucket DELETE ownershipControls=DeleteBucketOwnershipControls policy=DeleteBucketPolicy
    bucket DELETE publicAccessBlock=DeletePublicAccessBlock replication=DeleteBucketReplication
    bucket DELETE tagging=DeleteBucketTagging website=DeleteBucketWebsite
    bucket POST delete=DeleteObjects metadataConfiguration=CreateBucketMetadataConfiguration
    bucket POST metadataTable=CreateBucketMetadataTableConfiguration
    object HEAD =HeadObject
    object GET =GetObject uploadId=ListParts acl=GetObjectAcl attributes=GetObjectAttributes legal-hold=GetObjectLegalHold
    object GET retention=GetObjectRetention tagging=GetObjectTagging torrent=GetObjectTorrent
    object PUT =PutObject uploadId=UploadPart acl=PutObjectAcl encryption=UpdateObjectEncryption
    object PUT legal-hold=PutObjectLegalHold renameObject=RenameObject retention=PutObjectRetention tagging=PutObjectTagging
    object DELETE =DeleteObject uploadId=AbortMultipartUpload tagging=DeleteObjectTagging
    object POST uploadId=CompleteMultipartUpload uploads=CreateMultipartUpload restore=RestoreObject
    object POST select=SelectObjectContent
    """
}
