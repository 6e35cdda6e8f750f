package record

import (
	"slices"
	"strings"

	"github.com/bylaw-dev/bylaw/contract/secret"
	"github.com/bylaw-dev/bylaw/generator/httpapi"
	"github.com/bylaw-dev/bylaw/spec"
)

// Identifiers are long runs of letters and digits as secrets are, but who replays a recording needs them: they are
// written where the spec says that they name something, and not that it is something secret.

// longestID is how long a text is at most, in bytes, that is taken for an identifier.
const longestID = 64

// idFormats are formats of texts that name something.
var idFormats = []string{"uuid", "guid", "ulid", "ksuid", "xid", "cuid", "cuid2", "nanoid", "typeid", "objectid", "object-id"}

// identifies reports whether schemas say that a text names something.
func identifies(parts []*spec.Type) bool {
	return slices.ContainsFunc(parts, func(t *spec.Type) bool { return slices.Contains(idFormats, strings.ToLower(t.Format)) })
}

// namesVersion reports whether what has such a name is the version of something (RFC 9110, 8.8.3), which looks random.
func namesVersion(name string) bool {
	return slices.Contains([]string{"etag", "ifmatch", "ifnonematch"}, httpapi.Canonical(name))
}

// namesOne reports whether what has such a name is an identifier, or a list of them: id, orderId, parent_ids, UUID.
func namesOne(name string) bool {
	for _, ending := range []string{"id", "ID", "Id", "uuid", "UUID", "Uuid", "ulid", "ULID", "Ulid", "guid", "GUID", "Guid"} {
		stem, found := strings.CutSuffix(strings.TrimSuffix(name, "s"), ending)
		if found && (stem == "" || strings.HasSuffix(stem, "_") || strings.HasSuffix(stem, "-") || isCapital(ending[0]) && !isCapital(stem[len(stem)-1])) {
			return true
		}
	}
	return false
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

// aboutSecrets reports whether an operation is about what is secret as a whole: the identifier of a session may be all
// that it takes to take it over.
func (t *template) aboutSecrets() bool {
	return slices.ContainsFunc(strings.FieldsFunc(strings.Join(t.literals, "/"), func(c rune) bool { return c == '/' || c == ':' }), secret.Named)
}

// identifies reports whether a variable of a path names something: by its own name, or by that of the collection before
// it, as in /items/{item}.
func (t *template) identifies(name string) bool {
	at := slices.Index(t.names, name)
	if at < 0 {
		return false
	}
	segments := strings.Split(strings.Trim(t.literals[at], "/"), "/")
	collection := segments[len(segments)-1]
	return namesOne(name) || len(name) > 2 && strings.HasPrefix(strings.ToLower(collection), strings.ToLower(name[:len(name)-1]))
}

// withoutIDs returns a text without the identifiers in it, if it is the path of a resource of the spec, as it stands in
// Location and in links, or the name of one (AIP-122), which lacks the version.
func (d *document) withoutIDs(text string) string {
	if !strings.Contains(text, "/") {
		return text
	}
	rest := text
	if scheme, after, found := strings.Cut(text, "://"); found && (scheme == "http" || scheme == "https") {
		_, rest, _ = strings.Cut(after, "/")
	}
	rest = "/" + strings.TrimPrefix(rest, "/")
	for _, t := range d.templates {
		values, ok := t.split(rest)
		if !ok || t.aboutSecrets() {
			continue
		}
		for at, value := range values {
			if t.identifies(t.names[at]) && len(value) <= longestID {
				text = strings.Replace(text, value, "", 1)
			}
		}
		return text
	}
	return text
}

// withTemplates notes the paths of an operation: as they are, and without the version that they begin with.
func (d *document) withTemplate(raw string) {
	d.templates = append(d.templates, newTemplate(raw))
	if _, rest, found := strings.Cut(strings.TrimPrefix(raw, "/"), "/"); found && !strings.HasPrefix(raw, "/{") {
		d.templates = append(d.templates, newTemplate("/"+rest))
	}
}

// suspects returns why a text is not written though nothing says what it is. What the spec calls an identifier may look
// random; what looks like a known kind of secret stays one.
func (d *document) suspects(n *node, isID bool) string {
	why := suspicious(n)
	if why != looksRandom {
		return why
	}
	clean := *n
	if clean.raw = d.withoutIDs(n.raw); isID && len(n.raw) <= longestID {
		clean.raw = ""
	}
	return suspicious(&clean)
}
