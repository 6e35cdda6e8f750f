package client

import (
	"net/url"
	"strings"

	"github.com/bylaw-dev/bylaw/templates/support/errors"
)

// target returns the URL of the request.
func (c *Call) target() string {
	path := c.expand(c.op.Template)
	if len(c.query) == 0 {
		return c.core.base + path
	}
	separator := "?"
	if strings.Contains(path, "?") {
		separator = "&"
	}
	return c.core.base + path + separator + string(c.query)
}

// expand puts the values into the template of the path.
func (c *Call) expand(template string) string {
	var path strings.Builder
	for {
		literal, rest, found := strings.Cut(template, "{")
		path.WriteString(escapeLiteral(literal))
		if !found {
			break
		}
		name, after, _ := strings.Cut(rest, "}")
		path.WriteString(c.pathValue(strings.TrimSuffix(name, "=**")))
		template = after
	}
	for _, segment := range strings.Split(path.String(), "/") {
		if dots, _ := url.PathUnescape(segment); dots == "." || dots == ".." {
			// A proxy on the way would take it for another path, escaped or not (RFC 3986 §6.2.2).
			c.refuse(errors.Path, "", "would have a segment "+dots)
		}
	}
	return path.String()
}

func (c *Call) pathValue(name string) string {
	for _, v := range c.path {
		if v.name == name && v.text != "" {
			return v.text
		}
	}
	c.refuse(errors.Path, name, "must not be empty")
	return ""
}

// escapeLiteral escapes what can't stand in a URL, and nothing that is escaped already.
func escapeLiteral(text string) string {
	plain, err := url.PathUnescape(text)
	if err != nil {
		plain = text
	}
	query := strings.IndexByte(text, '?') // some contracts tell operations apart by a query in the path
	if query < 0 {
		u := url.URL{Path: plain, RawPath: text}
		return u.EscapedPath()
	}
	return escapeLiteral(text[:query]) + text[query:]
}
