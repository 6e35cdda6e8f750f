package openapi

import (
	"net/url"
	"path"
	"strings"
)

// location is what a reference without its fragment points at.
type location struct {
	uri   string // a clean tree path, or an absolute URI
	where where
}

type where uint8

const (
	inTree  where = iota
	remote        // an absolute URI
	outside       // a path that leaves the workspace
)

// locate resolves the part of a reference before the # against a base, which is a tree path or an
// absolute URI, as RFC 3986 section 5 says; but where the RFC would let "../.." end at the root,
// the reference is outside.
func locate(base, ref string) location {
	switch kind := scheme(ref); {
	case kind == "file" || len(kind) == 1: // a drive letter
		return location{ref, outside}
	case kind != "":
		return location{strings.TrimSuffix(ref, "#"), remote}
	case scheme(base) != "":
		return location{joinURI(base, ref), remote}
	case strings.HasPrefix(ref, "//"):
		return location{ref, remote}
	}
	return joinPath(base, ref)
}

func joinPath(base, ref string) location {
	name, _, _ := strings.Cut(ref, "?")
	if decoded, err := url.PathUnescape(name); err == nil {
		name = decoded
	}
	if strings.HasPrefix(name, "/") || strings.HasPrefix(name, `\`) {
		return location{ref, outside}
	}
	joined := path.Join(path.Dir(base), name)
	if joined == ".." || strings.HasPrefix(joined, "../") {
		return location{ref, outside}
	}
	return location{joined, inTree}
}

func joinURI(base, ref string) string {
	from, err := url.Parse(base)
	if err != nil {
		return ref
	}
	to, err := from.Parse(ref)
	if err != nil {
		return ref
	}
	to.Fragment, to.RawFragment = "", ""
	return to.String()
}

// scheme returns the scheme of a URI in lower case, or "" for a relative reference.
func scheme(uri string) string {
	end := strings.IndexByte(uri, ':')
	if end <= 0 || strings.ContainsAny(uri[:end], "/?#") {
		return ""
	}
	for i := range end {
		if c := uri[i] | 0x20; (c < 'a' || c > 'z') && (i == 0 || !strings.ContainsRune("0123456789+-.", rune(uri[i]))) {
			return ""
		}
	}
	return strings.ToLower(uri[:end])
}

// unescapeFragment undoes the percent-encoding of a fragment; what is no encoding stays.
func unescapeFragment(fragment string) string {
	if strings.IndexByte(fragment, '%') < 0 {
		return fragment
	}
	if decoded, err := url.PathUnescape(fragment); err == nil {
		return decoded
	}
	return fragment
}

var pointerEscaper = strings.NewReplacer("~", "~0", "/", "~1")

// escape writes a key as a token of a JSON pointer (RFC 6901).
func escape(key string) string {
	if !strings.ContainsAny(key, "~/") {
		return key
	}
	return pointerEscaper.Replace(key)
}

var pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")

func unescape(token string) string {
	if strings.IndexByte(token, '~') < 0 {
		return token
	}
	return pointerUnescaper.Replace(token)
}
