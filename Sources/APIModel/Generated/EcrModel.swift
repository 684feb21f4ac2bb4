// swift-format-ignore-file
// Written by scripts/generate-model.py from botocore 1.44.8. Do not edit; run `make model`.

extension ModelText {
  static let ecr = ##"""
BatchCheckLayerAvailability	>	BatchCheckLayerAvailabilityRequest	BatchCheckLayerAvailabilityResponse
BatchDeleteImage	>	BatchDeleteImageRequest	BatchDeleteImageResponse
BatchGetImage	>	BatchGetImageRequest	BatchGetImageResponse
CreateRepository	>	CreateRepositoryRequest	CreateRepositoryResponse
DeleteLifecyclePolicy	>	DeleteLifecyclePolicyRequest	DeleteLifecyclePolicyResponse
DeleteRepository	>	DeleteRepositoryRequest	DeleteRepositoryResponse
DeleteRepositoryPolicy	>	DeleteRepositoryPolicyRequest	DeleteRepositoryPolicyResponse
DescribeImageScanFindings	>	DescribeImageScanFindingsRequest	DescribeImageScanFindingsResponse
DescribeImages	>	DescribeImagesRequest	DescribeImagesResponse
DescribeRegistry	>	DescribeRegistryRequest	DescribeRegistryResponse
DescribeRepositories	>	DescribeRepositoriesRequest	DescribeRepositoriesResponse
GetAuthorizationToken	>	GetAuthorizationTokenRequest	GetAuthorizationTokenResponse
GetDownloadUrlForLayer	>	GetDownloadUrlForLayerRequest	GetDownloadUrlForLayerResponse
GetLifecyclePolicy	>	GetLifecyclePolicyRequest	GetLifecyclePolicyResponse
GetRepositoryPolicy	>	GetRepositoryPolicyRequest	GetRepositoryPolicyResponse
ListImages	>	ListImagesRequest	ListImagesResponse
ListTagsForResource	>	ListTagsForResourceRequest	ListTagsForResourceResponse
PutImage	>	PutImageRequest	PutImageResponse
PutImageScanningConfiguration	>	PutImageScanningConfigurationRequest	PutImageScanningConfigurationResponse
PutImageTagMutability	>	PutImageTagMutabilityRequest	PutImageTagMutabilityResponse
PutLifecyclePolicy	>	PutLifecyclePolicyRequest	PutLifecyclePolicyResponse
SetRepositoryPolicy	>	SetRepositoryPolicyRequest	SetRepositoryPolicyResponse
TagResource	>	TagResourceRequest	TagResourceResponse
UntagResource	>	UntagResourceRequest	UntagResourceResponse
Arch	s
Arn	s
Attribute	{	*key	AttributeKey	value	AttributeValue
AttributeKey	s	1	128
AttributeList	[	Attribute	0	50
AttributeValue	s	1	256
Author	s
AuthorizationData	{	authorizationToken	Base64	expiresAt	ExpirationTimestamp	proxyEndpoint	ProxyEndpoint
AuthorizationDataList	[	AuthorizationData
AwsEcrContainerImageDetails	{	architecture	Arch	author	Author	imageHash	ImageDigest	imageTags	ImageTagsList	platform	Platform	pushedAt	Date	lastInUseAt	Date	inUseCount	InUseCount	registry	RegistryId	repositoryName	RepositoryName
Base64	s			^\S+$
BaseScore	d
BatchCheckLayerAvailabilityRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*layerDigests	BatchedOperationLayerDigestList
BatchCheckLayerAvailabilityResponse	{	layers	LayerList	failures	LayerFailureList
BatchDeleteImageRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*imageIds	ImageIdentifierList
BatchDeleteImageResponse	{	imageIds	ImageIdentifierList	failures	ImageFailureList
BatchGetImageRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*imageIds	ImageIdentifierList	acceptedMediaTypes	MediaTypeList
BatchGetImageResponse	{	images	ImageList	failures	ImageFailureList
BatchedOperationLayerDigest	s	0	1000
BatchedOperationLayerDigestList	[	BatchedOperationLayerDigest	1	100
CreateRepositoryRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	tags	TagList	imageTagMutability	ImageTagMutability	imageTagMutabilityExclusionFilters	ImageTagMutabilityExclusionFilters	imageScanningConfiguration	ImageScanningConfiguration	encryptionConfiguration	EncryptionConfiguration
CreateRepositoryResponse	{	repository	Repository
CreationTimestamp	t
CvssScore	{	baseScore	BaseScore	scoringVector	ScoringVector	source	Source	version	Version
CvssScoreAdjustment	{	metric	Metric	reason	Reason
CvssScoreAdjustmentList	[	CvssScoreAdjustment
CvssScoreDetails	{	adjustments	CvssScoreAdjustmentList	score	Score	scoreSource	Source	scoringVector	ScoringVector	version	Version
CvssScoreList	[	CvssScore
Date	t
DeleteLifecyclePolicyRequest	{	registryId	RegistryId	*repositoryName	RepositoryName
DeleteLifecyclePolicyResponse	{	registryId	RegistryId	repositoryName	RepositoryName	lifecyclePolicyText	LifecyclePolicyText	lastEvaluatedAt	EvaluationTimestamp
DeleteReplication	{	*enabled	DeleteReplicationFlag
DeleteReplicationFlag	b
DeleteRepositoryPolicyRequest	{	registryId	RegistryId	*repositoryName	RepositoryName
DeleteRepositoryPolicyResponse	{	registryId	RegistryId	repositoryName	RepositoryName	policyText	RepositoryPolicyText
DeleteRepositoryRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	force	ForceFlag
DeleteRepositoryResponse	{	repository	Repository
DescribeImageScanFindingsRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*imageId	ImageIdentifier	nextToken	NextToken	maxResults	MaxResults
DescribeImageScanFindingsResponse	{	registryId	RegistryId	repositoryName	RepositoryName	imageId	ImageIdentifier	imageScanStatus	ImageScanStatus	imageScanFindings	ImageScanFindings	nextToken	NextToken
DescribeImagesFilter	{	tagStatus	TagStatus	imageStatus	ImageStatusFilter
DescribeImagesRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	imageIds	ImageIdentifierList	nextToken	NextToken	maxResults	MaxResults	filter	DescribeImagesFilter
DescribeImagesResponse	{	imageDetails	ImageDetailList	nextToken	NextToken
DescribeRegistryRequest	{
DescribeRegistryResponse	{	registryId	RegistryId	replicationConfiguration	ReplicationConfiguration
DescribeRepositoriesRequest	{	registryId	RegistryId	repositoryNames	RepositoryNameList	nextToken	NextToken	maxResults	MaxResults
DescribeRepositoriesResponse	{	repositories	RepositoryList	nextToken	NextToken
EncryptionConfiguration	{	*encryptionType	EncryptionType	kmsKey	KmsKey
EncryptionType	=	AES256	KMS	KMS_DSSE
EnhancedImageScanFinding	{	awsAccountId	RegistryId	description	FindingDescription	findingArn	FindingArn	firstObservedAt	Date	lastObservedAt	Date	packageVulnerabilityDetails	PackageVulnerabilityDetails	remediation	Remediation	resources	ResourceList	score	Score	scoreDetails	ScoreDetails	severity	Severity	status	Status	title	Title	type	Type	updatedAt	Date	fixAvailable	FixAvailable	exploitAvailable	ExploitAvailable
EnhancedImageScanFindingList	[	EnhancedImageScanFinding
Epoch	i
EvaluationTimestamp	t
ExpirationTimestamp	t
ExploitAvailable	s
FilePath	s
FindingArn	s
FindingDescription	s
FindingName	s
FindingSeverity	=	INFORMATIONAL	LOW	MEDIUM	HIGH	CRITICAL	UNDEFINED
FindingSeverityCounts	<	FindingSeverity	SeverityCount
FixAvailable	s
FixedInVersion	s
ForceFlag	b
GetAuthorizationTokenRegistryIdList	[	RegistryId	1	10
GetAuthorizationTokenRequest	{	registryIds	GetAuthorizationTokenRegistryIdList
GetAuthorizationTokenResponse	{	authorizationData	AuthorizationDataList
GetDownloadUrlForLayerRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*layerDigest	LayerDigest
GetDownloadUrlForLayerResponse	{	downloadUrl	Url	layerDigest	LayerDigest
GetLifecyclePolicyRequest	{	registryId	RegistryId	*repositoryName	RepositoryName
GetLifecyclePolicyResponse	{	registryId	RegistryId	repositoryName	RepositoryName	lifecyclePolicyText	LifecyclePolicyText	lastEvaluatedAt	EvaluationTimestamp
GetRepositoryPolicyRequest	{	registryId	RegistryId	*repositoryName	RepositoryName
GetRepositoryPolicyResponse	{	registryId	RegistryId	repositoryName	RepositoryName	policyText	RepositoryPolicyText
Image	{	registryId	RegistryId	repositoryName	RepositoryName	imageId	ImageIdentifier	imageManifest	ImageManifest	imageManifestMediaType	MediaType
ImageDetail	{	registryId	RegistryId	repositoryName	RepositoryName	imageDigest	ImageDigest	imageTags	ImageTagList	imageSizeInBytes	ImageSizeInBytes	imagePushedAt	PushTimestamp	imageScanStatus	ImageScanStatus	imageScanFindingsSummary	ImageScanFindingsSummary	imageManifestMediaType	MediaType	artifactMediaType	MediaType	lastRecordedPullTime	RecordedPullTimestamp	subjectManifestDigest	ImageDigest	imageStatus	ImageStatus	lastArchivedAt	LastArchivedAtTimestamp	lastActivatedAt	LastActivatedAtTimestamp
ImageDetailList	[	ImageDetail
ImageDigest	s
ImageFailure	{	imageId	ImageIdentifier	failureCode	ImageFailureCode	failureReason	ImageFailureReason
ImageFailureCode	=	InvalidImageDigest	InvalidImageTag	ImageTagDoesNotMatchDigest	ImageNotFound	MissingDigestAndTag	ImageReferencedByManifestList	KmsError	UpstreamAccessDenied	UpstreamTooManyRequests	UpstreamUnavailable	ImageInaccessible
ImageFailureList	[	ImageFailure
ImageFailureReason	s
ImageIdentifier	{	imageDigest	ImageDigest	imageTag	ImageTag
ImageIdentifierList	[	ImageIdentifier	1	100
ImageList	[	Image
ImageManifest	s	1	4194304
ImageScanFinding	{	name	FindingName	description	FindingDescription	uri	Url	severity	FindingSeverity	attributes	AttributeList
ImageScanFindingList	[	ImageScanFinding
ImageScanFindings	{	imageScanCompletedAt	ScanTimestamp	vulnerabilitySourceUpdatedAt	VulnerabilitySourceUpdateTimestamp	findingSeverityCounts	FindingSeverityCounts	findings	ImageScanFindingList	enhancedFindings	EnhancedImageScanFindingList
ImageScanFindingsSummary	{	imageScanCompletedAt	ScanTimestamp	vulnerabilitySourceUpdatedAt	VulnerabilitySourceUpdateTimestamp	findingSeverityCounts	FindingSeverityCounts
ImageScanStatus	{	status	ScanStatus	description	ScanStatusDescription
ImageScanningConfiguration	{	scanOnPush	ScanOnPushFlag
ImageSizeInBytes	l
ImageStatus	=	ACTIVE	ARCHIVED	ACTIVATING
ImageStatusFilter	=	ACTIVE	ARCHIVED	ACTIVATING	ANY
ImageTag	s	1	300
ImageTagList	[	ImageTag
ImageTagMutability	=	MUTABLE	IMMUTABLE	IMMUTABLE_WITH_EXCLUSION	MUTABLE_WITH_EXCLUSION
ImageTagMutabilityExclusionFilter	{	*filterType	ImageTagMutabilityExclusionFilterType	*filter	ImageTagMutabilityExclusionFilterValue
ImageTagMutabilityExclusionFilterType	=	WILDCARD
ImageTagMutabilityExclusionFilterValue	s	1	128	^[0-9a-zA-Z._*-]{1,128}$
ImageTagMutabilityExclusionFilters	[	ImageTagMutabilityExclusionFilter	1	5
ImageTagsList	[	ImageTag
InUseCount	l	0
KmsKey	s	1	2048
LastActivatedAtTimestamp	t
LastArchivedAtTimestamp	t
Layer	{	layerDigest	LayerDigest	layerAvailability	LayerAvailability	layerSize	LayerSizeInBytes	mediaType	MediaType
LayerAvailability	=	AVAILABLE	UNAVAILABLE	ARCHIVED
LayerDigest	s			[a-zA-Z0-9-_+.]+:[a-fA-F0-9]+
LayerFailure	{	layerDigest	BatchedOperationLayerDigest	failureCode	LayerFailureCode	failureReason	LayerFailureReason
LayerFailureCode	=	InvalidLayerDigest	MissingLayerDigest
LayerFailureList	[	LayerFailure
LayerFailureReason	s
LayerList	[	Layer
LayerSizeInBytes	l
LifecyclePolicyText	s	100	30720
ListImagesFilter	{	tagStatus	TagStatus	imageStatus	ImageStatusFilter
ListImagesRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	nextToken	NextToken	maxResults	MaxResults	filter	ListImagesFilter
ListImagesResponse	{	imageIds	ImageIdentifierList	nextToken	NextToken
ListTagsForResourceRequest	{	*resourceArn	Arn
ListTagsForResourceResponse	{	tags	TagList
MaxResults	i	1	1000
MediaType	s
MediaTypeList	[	MediaType	1	100
Metric	s
NextToken	s
PackageManager	s
PackageVulnerabilityDetails	{	cvss	CvssScoreList	referenceUrls	ReferenceUrlsList	relatedVulnerabilities	RelatedVulnerabilitiesList	source	Source	sourceUrl	Url	vendorCreatedAt	Date	vendorSeverity	Severity	vendorUpdatedAt	Date	vulnerabilityId	VulnerabilityId	vulnerablePackages	VulnerablePackagesList
Platform	s
ProxyEndpoint	s
PushTimestamp	t
PutImageRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*imageManifest	ImageManifest	imageManifestMediaType	MediaType	imageTag	ImageTag	imageDigest	ImageDigest
PutImageResponse	{	image	Image
PutImageScanningConfigurationRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*imageScanningConfiguration	ImageScanningConfiguration
PutImageScanningConfigurationResponse	{	registryId	RegistryId	repositoryName	RepositoryName	imageScanningConfiguration	ImageScanningConfiguration
PutImageTagMutabilityRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*imageTagMutability	ImageTagMutability	imageTagMutabilityExclusionFilters	ImageTagMutabilityExclusionFilters
PutImageTagMutabilityResponse	{	registryId	RegistryId	repositoryName	RepositoryName	imageTagMutability	ImageTagMutability	imageTagMutabilityExclusionFilters	ImageTagMutabilityExclusionFilters
PutLifecyclePolicyRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*lifecyclePolicyText	LifecyclePolicyText
PutLifecyclePolicyResponse	{	registryId	RegistryId	repositoryName	RepositoryName	lifecyclePolicyText	LifecyclePolicyText
Reason	s
Recommendation	{	url	Url	text	RecommendationText
RecommendationText	s
RecordedPullTimestamp	t
ReferenceUrlsList	[	Url
Region	s	2	25	[0-9a-z-]{2,25}
RegistryId	s			[0-9]{12}
RelatedVulnerabilitiesList	[	RelatedVulnerability
RelatedVulnerability	s
Release	s
Remediation	{	recommendation	Recommendation
ReplicationConfiguration	{	*rules	ReplicationRuleList
ReplicationDestination	{	*region	Region	*registryId	RegistryId
ReplicationDestinationList	[	ReplicationDestination	0	100
ReplicationRule	{	*destinations	ReplicationDestinationList	repositoryFilters	RepositoryFilterList	deleteReplication	DeleteReplication
ReplicationRuleList	[	ReplicationRule	0	25
Repository	{	repositoryArn	Arn	registryId	RegistryId	repositoryName	RepositoryName	repositoryUri	Url	createdAt	CreationTimestamp	imageTagMutability	ImageTagMutability	imageTagMutabilityExclusionFilters	ImageTagMutabilityExclusionFilters	imageScanningConfiguration	ImageScanningConfiguration	encryptionConfiguration	EncryptionConfiguration
RepositoryFilter	{	*filter	RepositoryFilterValue	*filterType	RepositoryFilterType
RepositoryFilterList	[	RepositoryFilter	1	100
RepositoryFilterType	=	PREFIX_MATCH
RepositoryFilterValue	s	2	256	^(?:[a-z0-9]+(?:[._-][a-z0-9]*)*/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$
RepositoryList	[	Repository
RepositoryName	s	2	256	[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*(\/[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*)*
RepositoryNameList	[	RepositoryName	1	100
RepositoryPolicyText	s	0	10240
Resource	{	details	ResourceDetails	id	ResourceId	tags	Tags	type	Type
ResourceDetails	{	awsEcrContainerImage	AwsEcrContainerImageDetails
ResourceId	s
ResourceList	[	Resource
ScanOnPushFlag	b
ScanStatus	=	IN_PROGRESS	COMPLETE	FAILED	UNSUPPORTED_IMAGE	ACTIVE	PENDING	SCAN_ELIGIBILITY_EXPIRED	FINDINGS_UNAVAILABLE	LIMIT_EXCEEDED	IMAGE_ARCHIVED	IMAGE_SIZE_EXCEEDED
ScanStatusDescription	s
ScanTimestamp	t
Score	d
ScoreDetails	{	cvss	CvssScoreDetails
ScoringVector	s
SetRepositoryPolicyRequest	{	registryId	RegistryId	*repositoryName	RepositoryName	*policyText	RepositoryPolicyText	force	ForceFlag
SetRepositoryPolicyResponse	{	registryId	RegistryId	repositoryName	RepositoryName	policyText	RepositoryPolicyText
Severity	s
SeverityCount	i	0
Source	s
SourceLayerHash	s
Status	s
Tag	{	*Key	TagKey	*Value	TagValue
TagKey	s
TagKeyList	[	TagKey
TagList	[	Tag
TagResourceRequest	{	*resourceArn	Arn	*tags	TagList
TagResourceResponse	{
TagStatus	=	TAGGED	UNTAGGED	ANY
TagValue	s
Tags	<	TagKey	TagValue
Title	s
Type	s
UntagResourceRequest	{	*resourceArn	Arn	*tagKeys	TagKeyList
UntagResourceResponse	{
Url	s
Version	s
VulnerabilityId	s
VulnerabilitySourceUpdateTimestamp	t
VulnerablePackage	{	arch	Arch	epoch	Epoch	filePath	FilePath	name	VulnerablePackageName	packageManager	PackageManager	release	Release	sourceLayerHash	SourceLayerHash	version	Version	fixedInVersion	FixedInVersion
VulnerablePackageName	s
VulnerablePackagesList	[	VulnerablePackage
"""##
}
