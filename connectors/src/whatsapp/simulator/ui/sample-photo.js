/** A photo that nobody took: a mug on a table in colours of chance, as JPEG. */
export const samplePhoto = () => {
  const c = document.createElement('canvas');
  c.width = 960;
  c.height = 720;
  const g = c.getContext('2d');
  const hue = Math.floor(Math.random() * 360);
  const fill = (style, draw) => {
    g.fillStyle = style;
    g.beginPath();
    draw();
    g.fill();
  };
  const gradient = (y1, y2, a, b) => {
    const x = g.createLinearGradient(0, y1, 0, y2);
    x.addColorStop(0, a);
    x.addColorStop(1, b);
    return x;
  };
  fill(gradient(0, 480, `hsl(${(hue + 200) % 360} 35% 88%)`, `hsl(${(hue + 200) % 360} 30% 78%)`), () => g.rect(0, 0, 960, 480));
  fill(gradient(480, 720, '#b98a5e', '#8f6239'), () => g.rect(0, 480, 960, 240));
  for (let i = 0; i < 6; i++) fill('rgb(255 255 255 / .16)', () => g.arc(130 + i * 150, 90 + (i % 2) * 60, 26 + (i % 3) * 12, 0, 7));
  fill('rgb(50 30 12 / .28)', () => g.ellipse(480, 590, 260, 32, 0, 0, 7));
  g.strokeStyle = `hsl(${hue} 55% 42%)`;
  g.lineWidth = 34;
  g.beginPath();
  g.arc(640, 420, 76, -1.3, 1.3);
  g.stroke();
  fill(gradient(260, 590, `hsl(${hue} 62% 60%)`, `hsl(${hue} 58% 42%)`), () => g.roundRect(320, 270, 320, 315, [18, 18, 70, 70]));
  fill(`hsl(${hue} 55% 35%)`, () => g.ellipse(480, 274, 160, 34, 0, 0, 7));
  fill('#4a2c17', () => g.ellipse(480, 278, 138, 25, 0, 0, 7));
  fill('rgb(255 255 255 / .28)', () => g.roundRect(350, 320, 26, 190, 13));
  g.strokeStyle = 'rgb(255 255 255 / .55)';
  g.lineWidth = 9;
  g.lineCap = 'round';
  for (const x of [420, 480, 540]) {
    g.beginPath();
    g.moveTo(x, 225);
    g.bezierCurveTo(x - 26, 190, x + 26, 160, x, 120);
    g.stroke();
  }
  return new Promise((resolve) => c.toBlob(resolve, 'image/jpeg', 0.82));
};
