package workspace

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const (
	orders  = "openapi: 3.1.1\ninfo: {title: Orders, version: 1.0.0}\npaths:\n  /orders: {get: {operationId: list, responses: {\"200\": {description: OK}}}}\n"
	payment = "openapi: 3.1.1\ninfo: {title: Payments, version: 2.0.0}\npaths: {}\n"
)

// commit commits everything that lies in the working tree.
func commit(t *testing.T, root, message string) {
	t.Helper()
	git(t, root, "add", "--all")
	git(t, root, "commit", "--quiet", "--allow-empty", "--message", message)
}

func hashOf(t *testing.T, root, revision string) string {
	t.Helper()
	out, err := tryGit(t, root, "rev-parse", revision)
	check(t, err)
	return strings.TrimSpace(string(out))
}

// openBase opens the base for what is named in a folder.
func openBase(t *testing.T, dir, against string, args ...string) (*Base, Selection) {
	t.Helper()
	base, selection, err := tryBase(t, dir, against, args...)
	if err != nil {
		t.Fatalf("--against %q: %v", against, err)
	}
	return base, selection
}

func tryBase(t *testing.T, dir, against string, args ...string) (*Base, Selection, error) {
	t.Helper()
	now, selection, err := Open(dir, Selection{Args: args})
	check(t, err)
	base, err := OpenBase(context.Background(), now, selection, against)
	t.Cleanup(func() { now.Close() })
	if err != nil {
		return nil, selection, err
	}
	t.Cleanup(func() { check(t, base.Close()) })
	return base, selection, nil
}

// refused checks that opening a base fails with an error that holds each of the texts.
func refused(t *testing.T, dir, against string, texts ...string) {
	t.Helper()
	_, _, err := tryBase(t, dir, against)
	if err == nil {
		t.Fatalf("--against %q is accepted", against)
	}
	for _, text := range texts {
		if !strings.Contains(err.Error(), text) {
			t.Errorf("--against %q: %v\nwant %q in it", against, err, text)
		}
	}
}

func content(t *testing.T, base *Base, name string) string {
	t.Helper()
	file, err := base.Tree.File(name)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if file.Path != name {
		t.Errorf("%s is called %s", name, file.Path)
	}
	return string(file.Content)
}

// equalDelta compares what a delta tells, each line as "M path", "A path", "D path" or "R old -> new".
func equalDelta(t *testing.T, d Delta, want ...string) {
	t.Helper()
	var got []string
	for _, list := range []struct {
		mark  string
		names []string
	}{{"M ", d.Modified}, {"A ", d.Added}, {"D ", d.Removed}} {
		for _, name := range list.names {
			got = append(got, list.mark+name)
		}
	}
	for _, now := range d.Now() {
		if old, renamed := d.Renamed[now]; renamed {
			got = append(got, "R "+old+" -> "+now)
		}
	}
	equal(t, "delta", got, want)
}

// titles loads both sides of a comparison and returns the titles or packages of their APIs.
func titles(t *testing.T, base *Base, selection Selection) (old, now []string) {
	t.Helper()
	then, current := base.Sides(selection)
	for _, side := range []struct {
		selection Selection
		into      *[]string
		base      bool
	}{{then, &old, true}, {current, &now, false}} {
		tree := base.Tree
		if !side.base {
			tree = base.now
		}
		loaded, err := Load(context.Background(), tree, side.selection)
		check(t, err)
		for _, api := range loaded.APIs {
			if !api.Imported {
				*side.into = append(*side.into, api.Root.Path)
			}
		}
	}
	return old, now
}

func TestBaseIsTheMergeBase(t *testing.T) {
	root := repository(t, map[string]string{"api/orders.yaml": orders, "same.yaml": payment, "gone.yaml": payment + "# gone\n"})
	start := hashOf(t, root, "HEAD")
	git(t, root, "checkout", "--quiet", "-b", "feature")
	write(t, root, map[string]string{"api/orders.yaml": orders + "# feature\n", "new.yaml": rootYAML})
	check(t, os.Remove(filepath.Join(root, "gone.yaml")))
	commit(t, root, "feature")
	git(t, root, "checkout", "--quiet", "main")
	write(t, root, map[string]string{"theirs.yaml": schema})
	commit(t, root, "theirs")
	git(t, root, "checkout", "--quiet", "feature")

	for _, against := range []string{"", "main", "git:main", "HEAD~1", start, start[:10], "feature~1", "main@{1}"} {
		base, _ := openBase(t, root, against)
		if base.Commit != start || !strings.Contains(base.Name, start[:10]) {
			t.Errorf("%q is %s, commit %s", against, base.Name, base.Commit)
		}
		equal(t, "paths", base.Tree.Paths(), []string{"api/orders.yaml", "gone.yaml", "same.yaml"})
		equalDelta(t, base.Delta, "M api/orders.yaml", "A new.yaml", "D gone.yaml")
		if got := content(t, base, "api/orders.yaml"); got != orders {
			t.Errorf("the base holds %q", got)
		}
	}
	base, _ := openBase(t, root, "main^0")
	equalDelta(t, base.Delta, "M api/orders.yaml", "A new.yaml", "D gone.yaml", "D theirs.yaml")
	base, _ = openBase(t, root, "HEAD")
	equalDelta(t, base.Delta)
	if got := base.Display("api/orders.yaml"); got != hashOf(t, root, "HEAD")[:10]+":api/orders.yaml" {
		t.Errorf("shown as %s", got)
	}
}

func TestDefaultBaseOnTheDefaultBranch(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders})
	base, _ := openBase(t, root, "")
	if base.Commit != "" || !strings.Contains(base.Name, "first commit") {
		t.Errorf("the base of the first commit is %s %s", base.Name, base.Commit)
	}
	equalDelta(t, base.Delta, "A orders.yaml")

	write(t, root, map[string]string{"orders.yaml": orders + "# two\n"})
	base, _ = openBase(t, root, "")
	if base.Commit != hashOf(t, root, "HEAD") {
		t.Errorf("the base of what is not committed is %s", base.Name)
	}
	equalDelta(t, base.Delta, "M orders.yaml")

	commit(t, root, "two")
	base, _ = openBase(t, root, "")
	if base.Commit != hashOf(t, root, "HEAD~1") || len(base.Notes()) != 1 {
		t.Errorf("the base of the last commit is %s; notes %q", base.Name, base.Notes())
	}
	equalDelta(t, base.Delta, "M orders.yaml")
	git(t, root, "checkout", "--quiet", "--detach")
	if base, _ = openBase(t, root, ""); base.Commit != hashOf(t, root, "HEAD~1") {
		t.Errorf("detached: %s", base.Name)
	}
	git(t, root, "checkout", "--quiet", "-b", "fresh")
	base, _ = openBase(t, root, "")
	if base.Commit != hashOf(t, root, "HEAD") || len(base.Notes()) != 1 {
		t.Errorf("a branch without commits of its own: %s; notes %q", base.Name, base.Notes())
	}
}

func TestMergeIsComparedWithWhatItWasMergedInto(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders})
	git(t, root, "checkout", "--quiet", "-b", "feature")
	write(t, root, map[string]string{"orders.yaml": orders + "# feature\n"})
	commit(t, root, "feature")
	git(t, root, "checkout", "--quiet", "main")
	write(t, root, map[string]string{"other.yaml": payment})
	commit(t, root, "other")
	before := hashOf(t, root, "HEAD")
	git(t, root, "merge", "--quiet", "--no-edit", "feature")
	base, _ := openBase(t, root, "")
	if base.Commit != before {
		t.Errorf("the base of a merge is %s", base.Name)
	}
	equalDelta(t, base.Delta, "M orders.yaml")
}

func TestRepositoryWithoutCommits(t *testing.T) {
	root := folder(t, map[string]string{"orders.yaml": orders})
	git(t, root, "init", "--quiet", "--initial-branch", "main")
	if _, _, err := tryBase(t, root, ""); err != ErrNoCommit {
		t.Errorf("got %v", err)
	}
	refused(t, root, "main", "no such file, folder, branch, tag or commit")
	refused(t, folder(t, map[string]string{"orders.yaml": orders}), "", "in no git repository", "--against")
}

func TestBranchOfTheRemoteStandsIn(t *testing.T) {
	origin := repository(t, map[string]string{"orders.yaml": orders})
	git(t, origin, "branch", "next")
	clone := filepath.Join(folder(t, nil), "clone")
	git(t, origin, "clone", "--quiet", origin, clone)
	write(t, clone, map[string]string{"orders.yaml": orders + "# two\n"})
	commit(t, clone, "to be pushed")
	for against, want := range map[string]string{"": "git:origin/main (", "next": "git:origin/next ("} {
		base, _ := openBase(t, clone, against)
		if !strings.HasPrefix(base.Name, want) {
			t.Errorf("%q is %s", against, base.Name)
		}
		equalDelta(t, base.Delta, "M orders.yaml")
	}
}

func TestShallowClonesAreToldWhatToFetch(t *testing.T) {
	origin := repository(t, map[string]string{"orders.yaml": orders})
	write(t, origin, map[string]string{"orders.yaml": orders + "# two\n"})
	commit(t, origin, "two")
	git(t, origin, "tag", "v1.0.0", "HEAD~1")
	git(t, origin, "checkout", "--quiet", "-b", "feature")
	write(t, origin, map[string]string{"orders.yaml": orders + "# three\n"})
	commit(t, origin, "three")
	git(t, origin, "checkout", "--quiet", "main") // which is its default branch then
	for i, branch := range []string{"main", "feature"} {
		t.Run(branch, func(t *testing.T) {
			clone := filepath.Join(folder(t, nil), "clone")
			git(t, origin, "clone", "--quiet", "--depth", "1", "--branch", branch, "file://"+filepath.ToSlash(origin), clone)
			fetch := [...]string{"git fetch --deepen=1", `git fetch --unshallow origin "+refs/heads/*:refs/remotes/origin/*"`}[i]
			refused(t, clone, "", fetch)
			refused(t, clone, "HEAD~2", "git fetch --deepen=2 origin")
			refused(t, clone, "tag:v1.0.0", "git fetch --unshallow --tags")
			refused(t, clone, "tag:latest", "git fetch --unshallow --tags")
			follow(t, clone, fetch)
			base, _ := openBase(t, clone, "")
			if base.Commit != hashOf(t, origin, branch+"~1") {
				t.Errorf("after the fetch the base is %s", base.Name)
			}
		})
	}
	clone := filepath.Join(folder(t, nil), "clone")
	git(t, origin, "clone", "--quiet", "--depth", "1", "--branch", "feature", "file://"+filepath.ToSlash(origin), clone)
	refused(t, clone, "main", "git fetch --unshallow origin main:refs/remotes/origin/main")
	git(t, clone, "fetch", "--quiet", "--depth", "1", "origin", "main:refs/remotes/origin/main")
	refused(t, clone, "main", "does not reach to the merge base of HEAD and origin/main", "git fetch --unshallow origin main:refs/remotes/origin/main")
	follow(t, clone, "git fetch --unshallow origin main:refs/remotes/origin/main")
	base, _ := openBase(t, clone, "main")
	equalDelta(t, base.Delta, "M orders.yaml")
}

// follow runs a command of git that an error has named.
func follow(t *testing.T, dir, command string) {
	t.Helper()
	git(t, dir, strings.Fields(strings.ReplaceAll(strings.TrimPrefix(command, "git "), `"`, ""))...)
}

func TestReleases(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders})
	for _, tag := range []string{"v1.2.0", "v1.10.0", "v1.9.0", "v2.0.0-rc.1", "v2.0.0-rc.10", "orders/v0.3.0", "v3", "nightly", "v01.0.0"} {
		write(t, root, map[string]string{"orders.yaml": orders + "# " + tag + "\n"})
		commit(t, root, tag)
		git(t, root, "tag", "--annotate", "--message", tag, tag)
	}
	git(t, root, "checkout", "--quiet", "-b", "elsewhere", "HEAD~1")
	commit(t, root, "not in the history of main")
	git(t, root, "tag", "v9.0.0")
	git(t, root, "checkout", "--quiet", "main")
	for against, want := range map[string]string{
		"tag:latest": "v1.10.0", "tag:previous": "v1.10.0", "tag:orders/latest": "orders/v0.3.0",
		"tag:v1.2.0": "v1.2.0", "tag:1.2.0": "v1.2.0", "tag:nightly": "nightly", "tag:v9.0.0": "v9.0.0", "v1.9.0": "v1.9.0",
	} {
		base, _ := openBase(t, root, against)
		if base.Commit != hashOf(t, root, want+"^{commit}") || !strings.Contains(base.Name, want+" (") {
			t.Errorf("%s is %s", against, base.Name)
		}
	}
	git(t, root, "checkout", "--quiet", "v1.10.0")
	base, _ := openBase(t, root, "tag:latest")
	if len(base.Notes()) != 1 || !strings.Contains(base.Notes()[0], "tag:previous") {
		t.Errorf("notes %q", base.Notes())
	}
	if base, _ = openBase(t, root, "tag:previous"); base.Commit != hashOf(t, root, "v1.2.0^{commit}") {
		t.Errorf("tag:previous is %s", base.Name)
	}
	refused(t, root, "tag:v7", "there is no such tag")
	refused(t, root, "tag:payments/latest", "payments/v1.2.0")
}

func TestSemanticVersionsAreOrdered(t *testing.T) {
	ascending := []string{"v1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1",
		"0.9.9", "1.0.0", "1.0.1", "1.2.0", "v1.10.0", "2.0.0", "99999999999999999999.0.0"}
	for i := 1; i < len(ascending); i++ {
		a, b := parseRelease(ascending[i-1], "", ""), parseRelease(ascending[i], "", "")
		if a.order == nil || b.order == nil || compareReleases(a, b) >= 0 || compareReleases(b, a) <= 0 {
			t.Errorf("%s is not before %s", ascending[i-1], ascending[i])
		}
	}
}

func TestHostileRevisions(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders})
	for _, against := range []string{
		"--upload-pack=touch ran", "-x", "git:-x", "git:--help", "git:", "git:a\nb", "git:HEAD\x00", "git:--output=ran:orders.yaml",
		"HEAD:../../etc/passwd", "HEAD:/etc/passwd", "git:HEAD:nowhere", "https://example.org/x.git", "ssh://x/y", "nowhere.yaml",
		"nowhere.zip", "main..HEAD", "main...HEAD", ":/start", "^main", "HEAD^{tree}", "HEAD^{/" + strings.Repeat("(a+)+", 100) + "b}",
	} {
		refused(t, root, against)
	}
	if _, err := os.Stat(filepath.Join(root, "ran")); err == nil {
		t.Error("a hostile revision was taken for an option")
	}
}

func TestFilesWinOverRevisions(t *testing.T) {
	root := repository(t, map[string]string{"orders.yaml": orders, "main/orders.yaml": orders + "# old\n"})
	base, _ := openBase(t, root, "main", "orders.yaml")
	if base.Name != "main/" || base.Commit != "" {
		t.Errorf("main is %s", base.Name)
	}
	if base, _ = openBase(t, root, "git:main"); base.Commit == "" {
		t.Errorf("git:main is %s", base.Name)
	}
}
