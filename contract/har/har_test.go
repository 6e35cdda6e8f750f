package har_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/fields"
	"github.com/bylaw-dev/bylaw/contract/har"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/pact"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/contract/text"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/source"
)

func load(tb testing.TB, name string) []byte {
	tb.Helper()
	content, err := os.ReadFile(name)
	if err != nil {
		tb.Fatal(err)
	}
	return content
}

func messages(findings []report.Finding) string {
	var all []string
	for _, f := range findings {
		all = append(all, f.Message)
	}
	return strings.Join(all, "\n")
}

func readShop(t *testing.T) (*contract.Contract, []report.Finding) {
	return har.Read(source.NewFile("shop.har", load(t, "testdata/shop.har")), recorded.Names{Consumer: "shop"})
}

func TestRead(t *testing.T) {
	c, findings := readShop(t)
	if c.Provider != "api.example.com" || c.Consumer != "shop" || len(c.Interactions) != 4 {
		t.Fatalf("%s, %s, %d interactions:\n%s", c.Consumer, c.Provider, len(c.Interactions), messages(findings))
	}
	written, _ := text.Write(c)
	want := load(t, "testdata/shop.yaml")
	if !bytes.Equal(written, want) {
		t.Errorf("read as\n%s", written)
	}
	for _, message := range []string{
		"what went to tracker.example.net (1 of the entries) is left out, for the provider is api.example.com", "the same as others (1)",
		"the request was not answered", `the request is one by "data"`, "the name and password in the URL",
		`the header "Authorization"`, `the header "Cookie"`, `the header "set-cookie"`, `the parameter "access_token"`,
		"$.password in the body", "$.access_token in the body", `the field "password" of the form`,
	} {
		if !strings.Contains(messages(findings), message) {
			t.Errorf("does not say %q:\n%s", message, messages(findings))
		}
	}
	for _, f := range findings {
		if f.Span.IsZero() {
			t.Errorf("%s has no place", f.Message)
		}
	}
}

// No secret of the archive is in what is written, in any format, nor in what is said.
func TestSecretsAreNotCopied(t *testing.T) {
	c, findings := readShop(t)
	all := messages(findings)
	for _, write := range []func(*contract.Contract) ([]byte, []report.Finding){text.Write, pact.WriteV4, pact.WriteV3, har.Write} {
		written, lost := write(c)
		all += string(written) + messages(lost)
	}
	for _, f := range findings { // reports print the lines that findings are on
		all += string(f.Span.File.Content)
		if len(f.Span.File.Content) != len(load(t, "testdata/shop.har")) {
			t.Fatal("places have moved")
		}
	}
	for _, secret := range []string{"SECRET", "hunter22"} {
		if i := strings.Index(all, secret); i >= 0 {
			t.Errorf("%s was copied: …%s…", secret, all[max(0, i-80):min(len(all), i+80)])
		}
	}
	for _, i := range c.Interactions { // what stands for a secret fits, and so does the secret
		if found := match.Request(i.Request, i.Request); len(found) > 0 {
			t.Errorf("%s does not fit itself: %s", i.Description, found[0].Message)
		}
	}
	real := *c.Interactions[0].Request
	real.Rules = nil
	real.Headers = append([]contract.Values(nil), real.Headers...)
	for n := range real.Headers {
		if real.Headers[n].Name == "Authorization" {
			real.Headers[n].Values = []string{"Bearer another"}
		}
	}
	if found := match.Request(c.Interactions[0].Request, &real); len(found) > 0 {
		t.Errorf("another token does not fit: %s", found[0].Message)
	}
}

// What an archive can say comes back; what it can't is listed with its place.
func TestBothWays(t *testing.T) {
	before, _ := readShop(t)
	for _, i := range before.Interactions {
		i.Request.Rules, i.Response.Rules = nil, nil
	}
	archive, lost := har.Write(before)
	if len(lost) > 0 {
		t.Errorf("lost: %s", messages(lost))
	}
	after, _ := har.Read(source.NewFile("again.har", archive), recorded.Names{Consumer: "shop"})
	for _, i := range after.Interactions {
		i.Request.Rules, i.Response.Rules = nil, nil
	}
	one, _ := text.Write(before)
	if two, _ := text.Write(after); !bytes.Equal(one, two) {
		t.Errorf("another contract came back:\n%s\nnot\n%s", two, one)
	}
	c, _ := text.Read(source.NewFile("orders.yaml", load(t, "../text/testdata/orders.yaml")))
	_, lost = har.Write(c)
	for _, want := range []string{
		`what must hold before is lost of "an order is read"`, "the matcher for the body at $.id is lost", "the matcher for the path is lost",
		"the generator for the header at X-Request-Id is lost", `that it is pending is lost of "a picture"`, `"an order was placed" is a message`, `"a call" is a message`,
	} {
		if !strings.Contains(messages(lost), want) {
			t.Errorf("does not say %q:\n%s", want, messages(lost))
		}
	}
	for _, f := range lost {
		if f.Span.IsZero() {
			t.Errorf("%s has no place", f.Message)
		}
	}
}

func TestHostile(t *testing.T) {
	entry := func(request, response string) string {
		return `{"log": {"entries": [{"request": ` + request + `, "response": ` + response + `}]}}`
	}
	get := `{"method": "GET", "url": "http://h/"}`
	for name, test := range map[string]struct{ content, want string }{
		"empty":           {"", "the file says nothing"},
		"no log":          {`{"a": 1}`, "no HTTP archive"},
		"no entries":      {`{"log": {"entries": []}}`, "no entry of the archive"},
		"entries of text": {`{"log": {"entries": "x"}}`, `"entries" is a string, but must be an array`},
		"half an entry":   {`{"log": {"entries": [{"request": {}}]}}`, "no request and response"},
		"bad URL":         {entry(`{"method": "GET", "url": "http://[::1"}`, `{"status": 200}`), "no URL of a request"},
		"bad base64":      {entry(get, `{"status": 200, "content": {"text": "!", "encoding": "base64"}}`), "said to be base64"},
		"bad header":      {entry(`{"method": "GET", "url": "http://h/", "headers": [{"name": "a b\r\nc", "value": "x"}]}`, `{"status": 200}`), "is no name of a header"},
		"a file outside":  {entry(get, `{"status": 200, "content": {"_file": "../../etc/passwd"}}`), `the file "../../etc/passwd" lies outside`},
		"a file":          {entry(get, `{"status": 200, "content": {"_file": "body.bin"}}`), `the file "body.bin" is not opened`},
		"an upload":       {entry(`{"method": "POST", "url": "http://h/", "postData": {"params": [{"name": "f", "fileName": "/etc/passwd"}]}}`, `{"status": 200}`), `the file "/etc/passwd" lies outside`},
		"several parts":   {entry(`{"method": "POST", "url": "http://h/", "postData": {"mimeType": "multipart/form-data; boundary=x", "text": "--x"}}`, `{"status": 200}`), "several parts is not taken"},
		"many headers":    {entry(`{"method": "GET", "url": "http://h/", "headers": [`+strings.Repeat(`{"name": "a", "value": "b"},`, 1500)+`{}]}`, `{"status": 200}`), "more than 1000"},
		"many parameters": {entry(`{"method": "GET", "url": "http://h/?`+parameters(3000)+`"}`, `{"status": 200}`), "more than 1000"},
		"deep body":       {entry(get, `{"status": 200, "content": {"mimeType": "application/json", "text": "`+strings.Repeat("[", 5000)+strings.Repeat("]", 5000)+`"}}`), "taken as text"},
		"many entries":    {`{"log": {"entries": [` + strings.Repeat(`{},`, 30_000) + `{}]}}`, "more findings of this file are not listed"},
	} {
		t.Run(name, func(t *testing.T) {
			_, findings := har.Read(source.NewFile("a.har", []byte(test.content)), recorded.Names{})
			if !strings.Contains(messages(findings), test.want) {
				t.Errorf("does not say %q: %s", test.want, messages(findings[:min(3, len(findings))]))
			}
			if len(findings) > fields.MaxFindings+1 {
				t.Errorf("%d findings", len(findings))
			}
		})
	}
}

func parameters(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("&p")
		b.WriteString(strings.Repeat("x", i%50))
		b.WriteString(string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676)))
	}
	return b.String()
}

// FuzzRead reads anything: no input may crash it, and what is read can be written and read again.
func FuzzRead(f *testing.F) {
	f.Add(string(load(f, "testdata/shop.har")))
	f.Fuzz(func(t *testing.T, content string) {
		c, findings := har.Read(source.NewFile("a.har", []byte(content)), recorded.Names{Consumer: "c"})
		for _, finding := range findings {
			if finding.Span.IsZero() || finding.Message == "" {
				t.Fatalf("a finding without a place: %+v", finding)
			}
		}
		if c == nil {
			return
		}
		har.Write(c)
		written, _ := text.Write(c)
		again, more := text.Read(source.NewFile("c.yaml", written))
		if again == nil {
			t.Fatalf("can't be read: %s\n%s", messages(more), written)
		}
	})
}

// What differs from a recorded body is told at the place where the body stands in the archive.
func TestMismatchesHavePlaces(t *testing.T) {
	c, _ := readShop(t)
	other := *c.Interactions[0].Response
	other.Body.Content = []byte(`{}`)
	found := match.Response(c.Interactions[0].Response, &other)
	if len(found) == 0 {
		t.Fatal("another body fits")
	}
	for _, f := range found {
		if f.Span.IsZero() {
			t.Errorf("%s has no place", f.Message)
		}
	}
}
