"""The pictures in the READMEs are the ones the bundled study gives."""

from analysis.build.gallery import measure_bundled, paint_gallery


def test_the_gallery_is_what_the_bundled_study_draws(project, tmp_path):
    kept = {p.name: p.read_bytes() for p in (project / "figures" / "gallery").glob("*.png")}
    painted = paint_gallery(measure_bundled(tmp_path))
    stale = sorted(name for name in painted if painted[name] != kept.get(name))
    assert stale == [], "run python -m analysis.build.gallery and look at the pictures"
