package mock

import (
	"net/http"
	"strings"

	"github.com/bylaw-dev/bylaw/generator/sample"
	"github.com/bylaw-dev/bylaw/spec"
)

// Try returns a command line for curl that gets a valid answer, of a GET if there is one; "" if no
// valid request can be made up.
func (s *Server) Try(base string) string {
	for _, get := range []bool{true, false} {
		for _, o := range s.operations {
			if get != (o.Method() == http.MethodGet) || get && len(o.Path().Variables()) > 0 && s.hasPlainGet() {
				continue
			}
			if r, err := sample.New(s.options.Seed).Request(o.Operation); err == nil {
				return curl(base, r)
			}
		}
	}
	return ""
}

// hasPlainGet reports whether some GET has no variable in its path: it is the easier one to read.
func (s *Server) hasPlainGet() bool {
	for _, o := range s.operations {
		if o.Method() == http.MethodGet && len(o.Path().Variables()) == 0 && o.Kind == spec.Call {
			return true
		}
	}
	return false
}

// curl writes a request as a command line.
func curl(base string, r *sample.Request) string {
	words := []string{"curl", "-i"}
	if r.Method != http.MethodGet {
		words = append(words, "-X", r.Method)
	}
	words = append(words, Quoted(base+r.Target))
	for _, h := range r.Header {
		words = append(words, "-H", Quoted(h.Name+": "+h.Value))
	}
	if r.ContentType != "" {
		words = append(words, "-H", Quoted("Content-Type: "+r.ContentType), "-d", Quoted(string(r.Body)))
	}
	return strings.Join(words, " ")
}

// Quoted quotes a word for a shell, if it must be.
func Quoted(word string) string {
	plain := strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=,") == ""
	if plain && word != "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
