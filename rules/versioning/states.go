package versioning

import (
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// isMessageOfOperation tells the messages that are named as what an rpc takes or answers.
func isMessageOfOperation(t *spec.Type) bool {
	return t == nil || strings.HasSuffix(t.Name, "Request") || strings.HasSuffix(t.Name, "Response")
}
