package lsp

import (
	"net/url"
	"path/filepath"
	"strings"
)

// pathOf returns the absolute path that a URI of a file names, "" for any other URI: what has not been
// saved yet, or lies in an archive or at a server, has no place from which references could lead.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" || u.Path == "" {
		return ""
	}
	path := u.Path
	if hasDrive(path) {
		path = path[1:]
	}
	if u.Host != "" && u.Host != "localhost" {
		path = "//" + u.Host + path // a share of Windows
	}
	if path = filepath.Clean(filepath.FromSlash(path)); !filepath.IsAbs(path) {
		return ""
	}
	return path
}

// hasDrive reports whether a path begins like /C:.
func hasDrive(path string) bool {
	return filepath.Separator == '\\' && len(path) >= 3 && path[0] == '/' && path[2] == ':'
}

// uriOf returns the URI of an absolute path.
func uriOf(path string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed
	}
	return (&url.URL{Scheme: "file", Path: slashed}).String()
}
