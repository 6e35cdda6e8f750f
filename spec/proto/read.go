package proto

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"unicode/utf8"

	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// open reads the unit's file and looks whether it is text that can be parsed. Where it is not, the
// unit is broken and has the finding that says so.
func (u *unit) open(tree source.Tree) {
	file, err := tree.File(u.name)
	if err != nil {
		u.file = source.NewFile(u.name, nil)
		u.refuse(readError(err))
		return
	}
	u.file = file
	u.inspect()
}

func readError(err error) (rule string, at int, message, cure string) {
	switch {
	case errors.Is(err, source.ErrTooLarge):
		return report.FileTooLarge, 0, err.Error(), "split the file"
	case errors.Is(err, fs.ErrNotExist):
		return report.Unreadable, 0, "there is no such file", ""
	default:
		return report.Unreadable, 0, "the file cannot be read: " + err.Error(), ""
	}
}

func (u *unit) refuse(rule string, at int, message, cure string) {
	u.broken = true
	u.report(rule, u.file.Span(at, at), message, cure)
}

// inspect splits the text into tokens, unless it is no text or would cost too much to parse.
func (u *unit) inspect() {
	if len(u.file.Content) > MaxFileSize {
		u.refuse(report.FileTooLarge, 0,
			fmt.Sprintf("the file has %d bytes; .proto files are read up to %d", len(u.file.Content), MaxFileSize), "split the file")
		return
	}
	if problem := encodingProblem(u.file.Content); problem != nil {
		u.refuse(report.NotUTF8, problem.at, problem.message, problem.cure)
		return
	}
	u.checkUTF8()
	if bytes.HasPrefix(u.file.Content, []byte("\xEF\xBB\xBF")) {
		u.bom = 3
	}
	scan := scanTokens(u.bytes())
	switch {
	case scan.tooDeep >= 0:
		u.refuse(report.TooDeep, u.bom+scan.tooDeep,
			fmt.Sprintf("brackets are nested more than %d levels deep here", MaxNesting), "")
	case scan.tooMuch >= 0:
		u.refuse(report.FileTooLarge, u.bom+scan.tooMuch,
			"the file holds more than can be read: too many tokens, or comments on endless lines", "split the file")
	case !scan.saysSomething(u.bytes()):
		u.refuse(report.EmptyFile, 0, "the file declares nothing", "delete it, or give it a syntax line and a package")
	default:
		u.tokens = scan.tokens
	}
}

func (s scan) saysSomething(content []byte) bool {
	for _, t := range s.tokens[:len(s.tokens)-1] {
		if !t.isComment(content) {
			return true
		}
	}
	return len(content) > 0 && len(s.tokens) == 1 && len(bytes.TrimSpace(content)) > 0
}

type problem struct {
	at            int
	message, cure string
}

// encodingProblem says why a content cannot be read as UTF-8 at all; nil if it can.
func encodingProblem(content []byte) *problem {
	for _, mark := range []struct{ bytes, name string }{
		{"\xFF\xFE\x00\x00", "UTF-32"}, {"\x00\x00\xFE\xFF", "UTF-32"}, {"\xFF\xFE", "UTF-16"}, {"\xFE\xFF", "UTF-16"},
	} {
		if bytes.HasPrefix(content, []byte(mark.bytes)) {
			return &problem{0, "the file is encoded in " + mark.name, "convert to UTF-8"}
		}
	}
	if zero := bytes.IndexByte(content, 0); zero >= 0 {
		return &problem{zero, "the file is not text: it holds a zero byte", "convert to UTF-8, or keep the file out of the linted paths"}
	}
	return nil
}

// checkUTF8 reports the first byte that is not UTF-8. The file is read all the same: most often it
// is an old comment in Latin-1.
func (u *unit) checkUTF8() {
	content := u.file.Content
	if utf8.Valid(content) {
		return
	}
	for at := 0; at < len(content); {
		r, size := utf8.DecodeRune(content[at:])
		if r == utf8.RuneError && size == 1 {
			u.report(report.NotUTF8, u.file.Span(at, at+1), fmt.Sprintf("byte 0x%02X is not UTF-8 text", content[at]), "convert to UTF-8")
			return
		}
		at += size
	}
}
