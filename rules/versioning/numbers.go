package versioning

import (
	"regexp"
	"strings"

	"github.com/bylaw-dev/bylaw/spec"
)

// numbered is the version in a package, path or folder: v1, v1p2beta3, v1alpha.
var numbered = regexp.MustCompile(`(?i)^v(\d+)(?:p\d+)?((?:alpha|beta|eap|test|preview)\d*)?$`)

// number is a version that was found somewhere.
type number struct {
	text  string // as written
	major string
	stage string // alpha, beta1 …; "" if stable
}

func parseNumber(text string) (number, bool) {
	m := numbered.FindStringSubmatch(text)
	if m == nil {
		return number{}, false
	}
	return number{text, m[1], strings.ToLower(m[2])}, true
}

// lastNumber returns the last version among the parts of a name.
func lastNumber(name, separator string) (number, bool) {
	parts := strings.Split(name, separator)
	for i := len(parts) - 1; i >= 0; i-- {
		if n, ok := parseNumber(parts[i]); ok {
			return n, true
		}
	}
	return number{}, false
}

// pathNumber returns the version that a path begins with, or has behind the name of the service,
// and where it stands.
func pathNumber(path spec.Path) (number, spec.PathPart, bool) {
	for _, part := range path.Parts {
		if n, ok := parseNumber(part.Text); ok && part.Kind == spec.Literal && part.Within == "" {
			return n, part, true
		}
	}
	return number{}, spec.PathPart{}, false
}
