package match

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// media returns the media type without parameters, in lower case; "" where there is none.
func media(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil && kind == "" {
		kind, _, _ = strings.Cut(contentType, ";")
	}
	return strings.ToLower(strings.TrimSpace(kind))
}

func isJSON(kind string) bool {
	return kind == "application/json" || kind == "text/json" || kind == "application/json-rpc" || strings.HasSuffix(kind, "+json")
}

func isXML(kind string) bool {
	return kind == "application/xml" || kind == "text/xml" || strings.HasSuffix(kind, "+xml")
}

// sniff guesses the media type of content that nothing is said of.
func sniff(content []byte) string {
	trimmed := bytes.TrimSpace(content)
	switch {
	case len(trimmed) == 0:
		return ""
	case bytes.IndexByte([]byte(`{["0123456789-tfn`), trimmed[0]) >= 0 && jsontext.Value(trimmed).IsValid():
		return "application/json"
	case bytes.HasPrefix(trimmed, []byte("<?xml")):
		return "application/xml"
	}
	return media(http.DetectContentType(content))
}

// isOfType reports by its bytes whether content is of a media type. Types without a mark of their own
// can't be told.
func isOfType(content []byte, contentType string) error {
	want, got := media(contentType), media(http.DetectContentType(content))
	switch {
	case want == got, want == sniff(content):
		return nil
	case isJSON(want):
		return fit(jsontext.Value(content).IsValid(), "expected content of the type %s, but it is not JSON", want)
	case isXML(want):
		_, err := parseXML(content)
		return fit(err == nil, "expected content of the type %s, but it is not XML: %v", want, err)
	case strings.HasPrefix(want, "text/"):
		return fit(utf8.Valid(content) && bytes.IndexByte(content, 0) < 0, "expected text, but got bytes that are none")
	case got == "application/octet-stream" && !marked(want), got == "application/zip" && !marked(want):
		return unchecked(fmt.Sprintf("content of the type %s can't be told by its bytes", want))
	}
	return fmt.Errorf("expected content of the type %s, but it is %s", want, got)
}

// marked reports whether content of a media type begins with bytes that only it has.
func marked(kind string) bool {
	switch kind {
	case "image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp", "image/x-icon", "application/pdf",
		"application/postscript", "application/zip", "application/x-gzip", "application/gzip", "application/x-rar-compressed",
		"audio/mpeg", "audio/wave", "audio/midi", "audio/aiff", "audio/basic", "application/ogg", "video/webm", "video/mp4", "video/avi",
		"font/ttf", "font/otf", "font/collection", "font/woff", "font/woff2", "application/wasm", "application/vnd.ms-fontobject":
		return true
	}
	return false
}
