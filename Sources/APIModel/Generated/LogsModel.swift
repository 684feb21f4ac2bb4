// swift-format-ignore-file
// Written by scripts/generate-model.py from botocore 1.44.8. Do not edit; run `make model`.

extension ModelText {
  static let logs = ##"""
AssociateKmsKey	>	AssociateKmsKeyRequest
CreateLogGroup	>	CreateLogGroupRequest
CreateLogStream	>	CreateLogStreamRequest
DeleteLogGroup	>	DeleteLogGroupRequest
DeleteLogStream	>	DeleteLogStreamRequest
DeleteRetentionPolicy	>	DeleteRetentionPolicyRequest
DescribeLogGroups	>	DescribeLogGroupsRequest	DescribeLogGroupsResponse
DescribeLogStreams	>	DescribeLogStreamsRequest	DescribeLogStreamsResponse
DisassociateKmsKey	>	DisassociateKmsKeyRequest
FilterLogEvents	>	FilterLogEventsRequest	FilterLogEventsResponse
GetLogEvents	>	GetLogEventsRequest	GetLogEventsResponse
ListTagsForResource	>	ListTagsForResourceRequest	ListTagsForResourceResponse
ListTagsLogGroup	>	ListTagsLogGroupRequest	ListTagsLogGroupResponse
PutLogEvents	>	PutLogEventsRequest	PutLogEventsResponse
PutLogGroupDeletionProtection	>	PutLogGroupDeletionProtectionRequest
PutRetentionPolicy	>	PutRetentionPolicyRequest
TagLogGroup	>	TagLogGroupRequest
TagResource	>	TagResourceRequest
UntagLogGroup	>	UntagLogGroupRequest
UntagResource	>	UntagResourceRequest
AccountId	s	12	12	^\d{12}$
AccountIds	[	AccountId	0	20
AmazonResourceName	s	1	1011	[\w+=/:,.@-]*
Arn	s
AssociateKmsKeyRequest	{	logGroupName	LogGroupName	*kmsKeyId	KmsKeyId	resourceIdentifier	ResourceIdentifier
BearerTokenAuthenticationEnabled	b
CreateLogGroupRequest	{	*logGroupName	LogGroupName	kmsKeyId	KmsKeyId	tags	Tags	logGroupClass	LogGroupClass	deletionProtectionEnabled	DeletionProtectionEnabled
CreateLogStreamRequest	{	*logGroupName	LogGroupName	*logStreamName	LogStreamName
DataProtectionStatus	=	ACTIVATED	DELETED	ARCHIVED	DISABLED
Days	i
DeleteLogGroupRequest	{	*logGroupName	LogGroupName
DeleteLogStreamRequest	{	*logGroupName	LogGroupName	*logStreamName	LogStreamName
DeleteRetentionPolicyRequest	{	*logGroupName	LogGroupName
DeletionProtectionEnabled	b
Descending	b
DescribeLimit	i	1	50
DescribeLogGroupsLogGroupIdentifiers	[	LogGroupIdentifier	1	50
DescribeLogGroupsRequest	{	accountIdentifiers	AccountIds	logGroupNamePrefix	LogGroupName	logGroupNamePattern	LogGroupNamePattern	nextToken	NextToken	limit	DescribeLimit	includeLinkedAccounts	IncludeLinkedAccounts	logGroupClass	LogGroupClass	logGroupIdentifiers	DescribeLogGroupsLogGroupIdentifiers
DescribeLogGroupsResponse	{	logGroups	LogGroups	nextToken	NextToken
DescribeLogStreamsRequest	{	logGroupName	LogGroupName	logGroupIdentifier	LogGroupIdentifier	logStreamNamePrefix	LogStreamName	orderBy	OrderBy	descending	Descending	nextToken	NextToken	limit	DescribeLimit
DescribeLogStreamsResponse	{	logStreams	LogStreams	nextToken	NextToken
DisassociateKmsKeyRequest	{	logGroupName	LogGroupName	resourceIdentifier	ResourceIdentifier
Entity	{	keyAttributes	EntityKeyAttributes	attributes	EntityAttributes
EntityAttributes	<	EntityAttributesKey	EntityAttributesValue	0	10
EntityAttributesKey	s	1	256
EntityAttributesValue	s	1	512
EntityKeyAttributes	<	EntityKeyAttributesKey	EntityKeyAttributesValue	2	4
EntityKeyAttributesKey	s	1	32
EntityKeyAttributesValue	s	1	512
EntityRejectionErrorType	=	InvalidEntity	InvalidTypeValue	InvalidKeyAttributes	InvalidAttributes	EntitySizeTooLarge	UnsupportedLogGroupType	MissingRequiredFields
EventId	s
EventMessage	s	1
EventsLimit	i	1	10000
FilterCount	i
FilterLogEventsRequest	{	logGroupName	LogGroupName	logGroupIdentifier	LogGroupIdentifier	logStreamNames	InputLogStreamNames	logStreamNamePrefix	LogStreamName	startTime	Timestamp	endTime	Timestamp	filterPattern	FilterPattern	nextToken	NextToken	limit	EventsLimit	startFromHead	StartFromHead	interleaved	Interleaved	unmask	Unmask
FilterLogEventsResponse	{	events	FilteredLogEvents	searchedLogStreams	SearchedLogStreams	nextToken	NextToken
FilterPattern	s	0	1024
FilteredLogEvent	{	logStreamName	LogStreamName	timestamp	Timestamp	message	EventMessage	ingestionTime	Timestamp	eventId	EventId
FilteredLogEvents	[	FilteredLogEvent
GetLogEventsRequest	{	logGroupName	LogGroupName	logGroupIdentifier	LogGroupIdentifier	*logStreamName	LogStreamName	startTime	Timestamp	endTime	Timestamp	nextToken	NextToken	limit	EventsLimit	startFromHead	StartFromHead	unmask	Unmask
GetLogEventsResponse	{	events	OutputLogEvents	nextForwardToken	NextToken	nextBackwardToken	NextToken
IncludeLinkedAccounts	b
InheritedProperties	[	InheritedProperty
InheritedProperty	=	ACCOUNT_DATA_PROTECTION
InputLogEvent	{	*timestamp	Timestamp	*message	EventMessage
InputLogEvents	[	InputLogEvent	1	10000
InputLogStreamNames	[	LogStreamName	1	100
Interleaved	b
KmsKeyId	s		256
ListTagsForResourceRequest	{	*resourceArn	AmazonResourceName
ListTagsForResourceResponse	{	tags	Tags
ListTagsLogGroupRequest	{	*logGroupName	LogGroupName
ListTagsLogGroupResponse	{	tags	Tags
LogEventIndex	i
LogGroup	{	logGroupName	LogGroupName	creationTime	Timestamp	retentionInDays	Days	metricFilterCount	FilterCount	arn	Arn	storedBytes	StoredBytes	kmsKeyId	KmsKeyId	dataProtectionStatus	DataProtectionStatus	inheritedProperties	InheritedProperties	logGroupClass	LogGroupClass	logGroupArn	Arn	deletionProtectionEnabled	DeletionProtectionEnabled	bearerTokenAuthenticationEnabled	BearerTokenAuthenticationEnabled	retentionPolicyName	PolicyName
LogGroupClass	=	STANDARD	INFREQUENT_ACCESS	DELIVERY	ESSENTIALS
LogGroupIdentifier	s	1	2048	[\w#+=/:,.@-]*
LogGroupName	s	1	512	[\.\-_/#A-Za-z0-9]+
LogGroupNamePattern	s	0	512	[\.\-_/#A-Za-z0-9]*
LogGroups	[	LogGroup
LogStream	{	logStreamName	LogStreamName	creationTime	Timestamp	firstEventTimestamp	Timestamp	lastEventTimestamp	Timestamp	lastIngestionTime	Timestamp	uploadSequenceToken	SequenceToken	arn	Arn	storedBytes	StoredBytes
LogStreamName	s	1	512	[^:*]*
LogStreamSearchedCompletely	b
LogStreams	[	LogStream
NextToken	s	1
OrderBy	=	LogStreamName	LastEventTime
OutputLogEvent	{	timestamp	Timestamp	message	EventMessage	ingestionTime	Timestamp
OutputLogEvents	[	OutputLogEvent
PolicyName	s
PutLogEventsRequest	{	*logGroupName	LogGroupName	*logStreamName	LogStreamName	*logEvents	InputLogEvents	sequenceToken	SequenceToken	entity	Entity
PutLogEventsResponse	{	nextSequenceToken	SequenceToken	rejectedLogEventsInfo	RejectedLogEventsInfo	rejectedEntityInfo	RejectedEntityInfo
PutLogGroupDeletionProtectionRequest	{	*logGroupIdentifier	LogGroupIdentifier	*deletionProtectionEnabled	DeletionProtectionEnabled
PutRetentionPolicyRequest	{	*logGroupName	LogGroupName	*retentionInDays	Days
RejectedEntityInfo	{	*errorType	EntityRejectionErrorType
RejectedLogEventsInfo	{	tooNewLogEventStartIndex	LogEventIndex	tooOldLogEventEndIndex	LogEventIndex	expiredLogEventEndIndex	LogEventIndex
ResourceIdentifier	s	1	2048	[\w+=/:,.@\-\*]*
SearchedLogStream	{	logStreamName	LogStreamName	searchedCompletely	LogStreamSearchedCompletely
SearchedLogStreams	[	SearchedLogStream
SequenceToken	s	1
StartFromHead	b
StoredBytes	l	0
TagKey	s	1	128	^([\p{L}\p{Z}\p{N}_.:/=+\-@]+)$
TagKeyList	[	TagKey	0	50
TagList	[	TagKey	1
TagLogGroupRequest	{	*logGroupName	LogGroupName	*tags	Tags
TagResourceRequest	{	*resourceArn	AmazonResourceName	*tags	Tags
TagValue	s		256	^([\p{L}\p{Z}\p{N}_.:/=+\-@]*)$
Tags	<	TagKey	TagValue	1	50
Timestamp	l	0
Unmask	b
UntagLogGroupRequest	{	*logGroupName	LogGroupName	*tags	TagList
UntagResourceRequest	{	*resourceArn	AmazonResourceName	*tagKeys	TagKeyList
"""##
}
