package text_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// The examples of the page are contracts that can be read, whose examples fit their own matchers, and
// which come back over V4; the page has each word there is.
func TestDocs(t *testing.T) {
	page := load(t, "../../docs/contract-format.md")
	blocks := regexp.MustCompile("(?s)```yaml( body)?\n(.*?)```").FindAllStringSubmatch(page, -1)
	if len(blocks) < 4 {
		t.Fatalf("only %d examples", len(blocks))
	}
	for _, block := range blocks {
		content := block[2]
		if block[1] != "" {
			content = strings.Replace(frame, " BODY\n", "\n        "+strings.ReplaceAll(content, "\n", "\n        "), 1)
		}
		c := read(t, content)
		for _, i := range c.Interactions {
			if i.Response == nil {
				continue
			}
			if found := append(match.Request(i.Request, i.Request), match.Response(i.Response, i.Response)...); len(found) > 0 {
				t.Errorf("%s does not fit itself: %s", i.Description, found[0].Message)
			}
		}
		written, _ := text.Write(c)
		over, _ := pact.WriteV4(c)
		back, _ := pact.Read(source.NewFile("pact.json", over))
		if again, _ := text.Write(back); !bytes.Equal(written, again) {
			t.Errorf("over V4 it is another one:\n%s", diff(written, again))
		}
	}
	for _, word := range text.Words() {
		word = strings.TrimPrefix(word, "<- ")
		if !regexp.MustCompile("`[^`]*\\b" + word + "\\b[^`]*`").MatchString(page) {
			t.Errorf("the page does not have %s", word)
		}
	}
}
