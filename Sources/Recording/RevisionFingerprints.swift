import GRDB
import JSONDocument
import Resources

/// Brings the fingerprints of kept revisions to this program's normal form.
///
/// A fingerprint is taken when a revision is read, and says in which kept revision a content is found again. When rules of
/// equivalence change, fingerprints of before would no longer be found, and going back to an older content would register
/// it anew. The contents are kept beside them, so whoever changes the normal form of task definitions adds a migration that
/// calls this. A state in S3 needs none: its document holds contents only.
enum RevisionFingerprints {
  static func renew(_ database: Database) throws {
    let rows = try Row.fetchAll(
      database, sql: "SELECT arn, family, number, fingerprint, content_checksum, checksum FROM revisions")
    var moved: Int64 = 0
    for row in rows {
      let old = StoredRevision(
        arn: try row.decode(atIndex: 0), family: try row.decode(atIndex: 1), number: try row.decode(atIndex: 2),
        fingerprint: try row.decode(atIndex: 3), contentChecksum: try row.decode(atIndex: 4))
      // What was damaged stays as it is: whoever reads it says so.
      guard try row.decode(Int64.self, atIndex: 5) == old.checksum,
        let content = try Records.content(ofRevision: old.arn, database)
      else { continue }
      var new = old
      new.fingerprint = ResourceKind.taskDefinition.contentFingerprint(of: content).hex
      guard new.fingerprint != old.fingerprint else { continue }
      try database.execute(
        sql: "UPDATE revisions SET fingerprint = ?, checksum = ? WHERE arn = ?",
        arguments: [new.fingerprint, new.checksum, new.arn])
      moved &+= new.checksum &- old.checksum
    }
    guard moved != 0 else { return }
    var meta = try Meta.read(database)
    meta.revisionSum &+= moved
    try meta.write(database)
  }
}
