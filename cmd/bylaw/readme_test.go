package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/contract/form"
	"github.com/bylaw-dev/bylaw/contract/recorded"
	"github.com/bylaw-dev/bylaw/lint"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/rules"
	"github.com/bylaw-dev/bylaw/spec/source"
)

// TestReadme runs what the README shows: the findings that it quotes are printed, there are as many
// as it says, and its configuration is one.
func TestReadme(t *testing.T) {
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(root)
	var out bytes.Buffer
	run([]string{"lint", "testdata/demo"}, streams{in: strings.NewReader(""), out: &out, err: &out})
	run([]string{"breaking", "testdata/demo-next", "--against", "testdata/demo"}, streams{in: strings.NewReader(""), out: &out, err: &out})
	quoted := 0
	for _, block := range fenced(string(readme), "") {
		for finding := range strings.SplitSeq(block, "\n\n") {
			quoted++
			if !strings.Contains(out.String(), strings.TrimSpace(finding)+"\n") {
				t.Errorf("the README quotes what is not printed:\n%s", finding)
			}
		}
	}
	if quoted == 0 {
		t.Error("the README quotes no finding")
	}
	said := regexp.MustCompile(`prints (\d+) findings`).FindStringSubmatch(string(readme))
	if said == nil || !strings.Contains(out.String(), "\n"+said[1]+" findings (") {
		t.Errorf("the README says %v, the command %q", said, lastLines(out.String()))
	}
	configurations, contracts := 0, 0
	for _, block := range fenced(string(readme), "yaml") {
		file := source.NewFile("README.md", []byte(block))
		var findings []report.Finding
		if form.Tell(file) == form.Bylaw {
			_, findings = form.Read(file, recorded.Names{})
			contracts++
		} else {
			_, findings = config.Parse(file, catalog(lint.NewSet(rules.All())))
			configurations++
		}
		if len(findings) > 0 {
			t.Errorf("the README's\n%s%s", block, findings[0].Message)
		}
	}
	if configurations != 1 || contracts != 1 {
		t.Errorf("the README has %d configurations and %d contracts", configurations, contracts)
	}
}

// fenced returns the code blocks of that language.
func fenced(markdown, language string) (blocks []string) {
	inside, wanted := false, false
	for line := range strings.Lines(markdown) {
		if fence, found := strings.CutPrefix(line, "```"); found {
			inside = !inside
			wanted = inside && strings.TrimSpace(fence) == language
			if wanted {
				blocks = append(blocks, "")
			}
		} else if wanted {
			blocks[len(blocks)-1] += line
		}
	}
	return blocks
}

func lastLines(text string) string {
	lines := strings.Split(strings.TrimSpace(text), "\n")
	return strings.Join(lines[max(0, len(lines)-2):], "\n")
}
