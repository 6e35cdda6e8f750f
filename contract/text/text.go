// Package text reads and writes contracts in bylaw's own format: YAML that people write and review,
// with matchers as {{placeholders}} in the values that they are about. What a placeholder can't say
// stands beside the values as version 4 of the Pact specification writes it, so that nothing is lost.
// It knows nothing of comparing.
package text

// Format is what the member "bylaw" of a file says.
const Format = "contract/v1"

// The members of the objects in a file, in the order in which they are written.
const (
	keyFormat       = "bylaw"
	keyConsumer     = "consumer"
	keyProvider     = "provider"
	keyMetadata     = "metadata"
	keyExtra        = "extra"
	keyInteractions = "interactions"

	keyDescription = "description"
	keyKey         = "key"
	keyPending     = "pending"
	keyTransport   = "transport"
	keyStates      = "states"
	keyComments    = "comments"
	keyPlugins     = "plugins"
	keyRequest     = "request"
	keyResponse    = "response"
	keyMessage     = "message"
	keyCall        = "call"
	keyReplies     = "replies"

	keyName   = "name"
	keyParams = "params"

	keyMethod      = "method"
	keyPath        = "path"
	keyStatus      = "status"
	keyQuery       = "query"
	keyHeaders     = "headers"
	keyBody        = "body"
	keyText        = "text"
	keyBase64      = "base64"
	keyContentType = "contentType"
	keyHint        = "contentTypeHint"
	keyRules       = "matchingRules"
	keyGenerators  = "generators"
)
