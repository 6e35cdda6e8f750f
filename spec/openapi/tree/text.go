package tree

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The limits on what is read. Real contracts stay far below: the largest published ones have some
// 60 MB and two million keys and values.
const (
	MaxSize  = 64 << 20 // bytes of a file
	MaxNodes = 4 << 20  // keys and values in it
	MaxDepth = 10_000   // objects and arrays within each other
)

// checkText tells what is no text in UTF-8 apart from what is worth reading, and returns where
// the text begins, which is behind a byte order mark.
func checkText(file *source.File) (start int, finding *report.Finding) {
	content := file.Content
	if len(content) > MaxSize {
		message := fmt.Sprintf("the file has %d MiB, and no more than %d are read: %s",
			len(content)>>20, MaxSize>>20, "split it into files that refer to each other")
		return 0, failure(report.FileTooLarge, file.Span(0, 0), message)
	}
	if encoding := wideEncoding(content); encoding != "" {
		return 0, failure(report.NotUTF8, file.Span(0, 0), "the file is in "+encoding+", and specs are read as UTF-8: convert it with "+
			"`iconv -f "+encoding+" -t utf-8`")
	}
	if at := bytes.IndexByte(content, 0); at >= 0 {
		return 0, failure(report.NotUTF8, file.Span(at, at+1), "the file holds a NUL byte, so it is no text: a spec is YAML or JSON in UTF-8")
	}
	if at := invalidUTF8(content); at >= 0 {
		message := fmt.Sprintf("the byte 0x%02X is not UTF-8: convert the file with `iconv -f windows-1252 -t utf-8` if it is in a Western legacy encoding", content[at])
		return 0, failure(report.NotUTF8, file.Span(at, at+1), message)
	}
	if bytes.HasPrefix(content, []byte("\ufeff")) {
		start = len("\ufeff")
	}
	return start, nil
}

// wideEncoding names the UTF-16 or UTF-32 that the content is in, told by its byte order mark or
// by where the zeros of its first characters stand; "" if it is neither.
func wideEncoding(content []byte) string {
	marks := []struct{ prefix, name string }{
		{"\xff\xfe\x00\x00", "utf-32"}, {"\x00\x00\xfe\xff", "utf-32"},
		{"\xff\xfe", "utf-16"}, {"\xfe\xff", "utf-16"},
	}
	for _, mark := range marks {
		if bytes.HasPrefix(content, []byte(mark.prefix)) {
			return mark.name
		}
	}
	if len(content) < 4 {
		return ""
	}
	zeros := 0
	for i, c := range content[:4] {
		if c == 0 {
			zeros |= 1 << i
		}
	}
	return map[int]string{0b1010: "utf-16le", 0b0101: "utf-16be", 0b1110: "utf-32le", 0b0111: "utf-32be"}[zeros]
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(content []byte) int {
	if utf8.Valid(content) {
		return -1
	}
	at := 0
	for {
		r, size := utf8.DecodeRune(content[at:])
		if r == utf8.RuneError && size <= 1 {
			return at
		}
		at += size
	}
}

func failure(rule string, span source.Span, message string) *report.Finding {
	return &report.Finding{Rule: rule, Severity: report.Error, Message: message, Span: span}
}
